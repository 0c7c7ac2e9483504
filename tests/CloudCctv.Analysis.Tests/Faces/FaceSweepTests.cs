using CloudCctv.Analysis.Faces;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Tests.Support;
using static CloudCctv.Analysis.Tests.Faces.FaceScene;

namespace CloudCctv.Analysis.Tests.Faces;

/// <summary>Events of a minute past midnight, and how long their faces are kept.</summary>
public sealed class FaceSweepTests
{
    private static readonly DateTimeOffset FirstDay = new(2026, 11, 20, 0, 1, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sweep_WhenTheTimeHasPassed_FacesGoAndEverythingElseStays()
    {
        await using var system = WithFaces(("Faces:KeepDays", "2"));
        await system.EnrolAsync("Anna", FacePicture.Of(Anna));
        var (old, young) = (Batch(0), Batch(1));
        await system.HandledAsync(old);
        system.Clock.Advance(TimeSpan.FromDays(1));
        await system.HandledAsync(young);
        var before = await system.SightingAsync(old);

        system.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, await SweepAsync(system));
        system.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await SweepAsync(system));
        Assert.Equal(0, await SweepAsync(system));

        Assert.NotNull(before.Faces);
        var after = await system.SightingAsync(old);
        Assert.Null(after.Faces);
        Assert.Equal((before.PictureSha256, before.Detections.Count, before.Batch), (after.PictureSha256, after.Detections.Count, after.Batch));
        Assert.Equal("Anna", (await system.SightingAsync(young)).Faces!.Seen[0].Name);
        Assert.Single(await system.NamesAsync("faces/people/"));
    }

    [Fact]
    public async Task Sweep_MoreThanOneSweepMayLookAt_GoesOnWhereItEnded()
    {
        await using var system = WithFaces(("Faces:KeepDays", "1"), ("Faces:MaxPerSweep", "1"));
        for (var day = 0; day < 3; day++)
        {
            await system.HandledAsync(Batch(day));
            system.Clock.Advance(TimeSpan.FromDays(1));
        }

        system.Clock.Advance(TimeSpan.FromDays(5));
        List<int> swept = [];
        for (var sweep = 0; sweep < 4; sweep++)
        {
            swept.Add(await SweepAsync(system));
        }

        Assert.Equal([1, 1, 1, 0], swept);
    }

    [Fact]
    public async Task Sweep_FacesSwitchedOffMeanwhile_RemovesThemAllTheSame()
    {
        await using var system = WithFaces(("Faces:KeepDays", "1"));
        await system.HandledAsync(Batch(0));
        await SweepAsync(system);
        await using var off = new Installation(sharing: system, settings: new() { ["Faces:KeepDays"] = "1" });

        system.Clock.Advance(TimeSpan.FromDays(3));

        Assert.Equal(1, await SweepAsync(off));
    }

    [Fact]
    public async Task Sweep_FacesNeverOn_TouchesNothing()
    {
        await using var system = new Installation();
        await system.HandledAsync(Batch(0));
        system.Clock.Advance(TimeSpan.FromDays(100));

        Assert.Equal(0, await SweepAsync(system));
        Assert.Empty(await system.NamesAsync("faces/"));
    }

    [Fact]
    public async Task Handle_BatchOfADayThatHasBeenSwept_IsNotLookedAtForFaces()
    {
        await using var system = WithFaces(("Faces:KeepDays", "1"));
        system.Clock.Advance(TimeSpan.FromDays(3));
        var late = Batch(0);

        await system.HandledAsync(late);

        Assert.Null((await system.SightingAsync(late)).Faces);
    }

    [Fact]
    public async Task Sweep_OneSidecarUnreadable_CleansTheOthers()
    {
        await using var system = WithFaces(("Faces:KeepDays", "1"));
        var batch = BatchMaker.For(start: FirstDay).With(FacePicture.Of(Anna), FacePicture.Again(4, Anna));
        await system.HandledAsync(batch);
        await system.Store.Objects.PutAsync(new SightingName(batch.Name.Event, batch.FrameNamed(0)).Sidecar, "{ torn"u8.ToArray(), Token);
        system.Clock.Advance(TimeSpan.FromDays(3));

        Assert.Equal(1, await SweepAsync(system));
        Assert.Null((await system.SightingAsync(batch, 1)).Faces);
    }

    private static BatchMaker Batch(int day) => BatchMaker.For(start: FirstDay.AddDays(day)).With(FacePicture.Of(Anna));

    private static Task<int> SweepAsync(Installation system) => system.Get<FaceSweep>().SweepAsync(Token);
}
