using System.Text.Json.Nodes;
using CloudCctv.Analysis.Results;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Detection;

namespace CloudCctv.Analysis.Tests.Batches;

/// <summary>Several frames of one batch are looked at at once; nobody who reads the results can tell.</summary>
public sealed class LookAheadTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(16)]
    public async Task Handle_ManyLanes_LeavesWhatOneLaneLeaves(int lanes)
    {
        await using var one = new Installation();
        await using var many = new Installation(detector: new RedDetector { Lanes = lanes });
        foreach (var system in new[] { one, many })
        {
            var batch = Batch();
            await system.PutAsync(batch);
            Assert.True((await system.HandleAsync(batch)).IsDone);
        }

        Assert.Equal(await one.ContentAsync("flagged/"), await many.ContentAsync("flagged/"));
        Assert.Equal(await one.NamesAsync(), await many.NamesAsync());
        Assert.Equal(one.Counts, many.Counts);
    }

    [Fact]
    public async Task Handle_ManyLanes_LooksAtSeveralFramesAtOnce()
    {
        // Nobody gets past this before the other is there too.
        using var both = new Barrier(2);
        var detector = new RedDetector { Lanes = 2, BeforeFrame = () => Assert.True(both.SignalAndWait(TimeSpan.FromMinutes(1))) };
        await using var system = new Installation(detector: detector);
        var batch = BatchMaker.For().With(Picture.Empty(), Picture.WithPerson(), Picture.Empty(), Picture.WithPerson(shade: 60));
        await system.PutAsync(batch);

        Assert.True((await system.HandleAsync(batch)).IsDone);

        Assert.Equal(4, system.Counts.Frames);
    }

    [Fact]
    public async Task Handle_DetectorFailsOnOneFrame_TheOthersEndBeforeTheBatchIsClosed()
    {
        var frames = 0;
        var detector = new RedDetector { Lanes = 4, BeforeFrame = () => _ = Interlocked.Increment(ref frames) == 2 ? throw new ModelException("broken") : 0 };
        await using var system = new Installation(detector: detector);
        var batch = Batch();
        await system.PutAsync(batch);

        Assert.False((await system.HandleAsync(batch)).IsDone);

        Assert.Single(await system.NamesAsync("batches/"));
        Assert.Null(await system.Get<ResultStore>().FindAsync(batch.Name, Token));
    }

    [Fact]
    public async Task Handle_FrameWithMotion_TellsTheDetectorWhereInPixels()
    {
        var detector = new RedDetector();
        await using var system = new Installation(detector: detector);
        var batch = BatchMaker.For().With(Picture.Empty(), Picture.Empty());
        batch.SpoilManifest = manifest => manifest["frames"]![1]!["motionBox"] = new JsonObject { ["left"] = 0.25, ["top"] = 0.5, ["right"] = 0.75, ["bottom"] = 1 };
        await system.PutAsync(batch);

        Assert.True((await system.HandleAsync(batch)).IsDone);

        Assert.Equal([new ImageBox(80, 120, 240, 240)], detector.Attention.OfType<ImageBox>());
        Assert.Equal(2, detector.Attention.Count);
    }

    private static BatchMaker Batch() => BatchMaker.For()
        .With(Picture.Empty(), Picture.WithPerson(), Picture.WithPerson(shade: 60), Picture.Empty(), Picture.WithPerson(shade: 90), Picture.Empty())
        .Replace(3, "not what the manifest says"u8.ToArray());
}
