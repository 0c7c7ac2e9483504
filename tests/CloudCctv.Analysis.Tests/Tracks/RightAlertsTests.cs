using CloudCctv.Analysis.Results;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Analysis.Tracks;
using CloudCctv.Analysis.Tracks.Verdicts;
using CloudCctv.Detection;

namespace CloudCctv.Analysis.Tests.Tracks;

/// <summary>What a batch comes to when rules are set: the red person of <see cref="Picture"/> has score and height 0.5 and stands at 0.37, 0.75.</summary>
public sealed class RightAlertsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("MinScore", "0.9", SuppressionReason.Score)]
    [InlineData("MinHeight", "0.7", SuppressionReason.Size)]
    [InlineData("MaxArea", "0.01", SuppressionReason.Size)]
    [InlineData("Zones:0", "0.6,0 1,0 1,1 0.6,1", SuppressionReason.Zone)]
    [InlineData("Masks:0", "0,0.5 0.6,0.5 0.6,1 0,1", SuppressionReason.Mask)]
    public async Task Handle_PersonWhomARuleLeavesOut_NoSightingNoAlertAndTheResultSaysWhy(string key, string value, SuppressionReason reason)
    {
        await using var system = new Installation(settings: new() { ["Cameras:0:Camera"] = "farm/gate", [$"Cameras:0:{key}"] = value });
        var batch = await HandledAsync(system, BatchMaker.For().With(Picture.Empty(), Picture.WithPerson(), Picture.WithPerson(shade: 60)));

        Assert.Equal([$"results/{batch.Name}.json"], await WithoutStillsAsync(system));
        var result = await system.Get<ResultStore>().FindAsync(batch.Name, Token);
        Assert.Equal((2, 0), (result!.SuppressedPictures, result.Sightings.Count));
        Assert.Equal([reason, reason], result.Suppressed.Select(one => one.Reason));
        Assert.Equal(batch.FrameNamed(1), result.Suppressed[0].Frame);
        Assert.Equal(2, system.Counts.Suppressed);
    }

    [Fact]
    public async Task Handle_AnotherCamera_HasRulesOfItsOwn()
    {
        await using var system = new Installation(settings: new()
        {
            ["Cameras:0:Camera"] = "*", ["Cameras:0:MinHeight"] = "0.9",
            ["Cameras:1:Camera"] = "farm/*", ["Cameras:1:MinHeight"] = "0.8",
            ["Cameras:2:Camera"] = "farm/gate", ["Cameras:2:MinHeight"] = "0.1",
        });

        await HandledAsync(system, BatchMaker.For("gate").With(Picture.WithPerson()));
        await HandledAsync(system, BatchMaker.For("yard").With(Picture.WithPerson()));

        Assert.All(await system.NamesAsync("flagged/farm/"), name => Assert.StartsWith("flagged/farm/gate/", name, StringComparison.Ordinal));
        Assert.Equal(1, system.Counts.Suppressed);
    }

    [Fact]
    public async Task Handle_TrackNeverSure_IsSuppressedAndGoesOnInTheNextBatch()
    {
        await using var system = new Installation(settings: new() { ["Cameras:0:LoneScore"] = "0.9", ["Cameras:0:MedianScore"] = "0.45" });
        var first = await HandledAsync(system, BatchMaker.For(part: 1).With(Picture.WithPerson()));
        var second = await HandledAsync(system, NextSecond(first).With(Picture.WithPerson(shade: 60)));

        var results = system.Get<ResultStore>();
        Assert.Equal(SuppressionReason.Track, Assert.Single((await results.FindAsync(first.Name, Token))!.Suppressed).Reason);
        var after = await results.FindAsync(second.Name, Token);
        Assert.Single(after!.Sightings);
        Assert.Equal(2, Assert.Single(after.Tracks).Scores.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Handle_SecondModel_MustSeeItToo(bool agrees)
    {
        using var second = new SecondOpinion(agrees ? new RedDetector() : new BlindDetector(), new SecondModelOptions());
        await using var system = new Installation(secondOpinion: second);
        var batch = await HandledAsync(system, BatchMaker.For().With(Picture.WithPerson()));

        var result = await system.Get<ResultStore>().FindAsync(batch.Name, Token);
        Assert.Equal(agrees ? [] : [SuppressionReason.SecondModel], result!.Suppressed.Select(one => one.Reason));
        Assert.Equal(agrees ? 1 : 0, result.Sightings.Count);
    }

    [Fact]
    public async Task Handle_Poster_AlertsUntilItIsKnownAndAgainWhenItHasBeenGone()
    {
        await using var system = new Installation(settings: new() { ["Stills:Events"] = "3", ["Stills:Over"] = "02:00:00", ["Stills:ForgetAfterEvents"] = "2", ["Stills:ForgetAfter"] = "03:00:00" });
        List<int> sightings = [];
        for (var hour = 0; hour < 5; hour++)
        {
            sightings.Add(await SightingsAsync(system, hour, Picture.WithPerson(), Picture.WithPerson(shade: 60)));
        }

        Assert.Equal([2, 2, 2, 0, 0], sightings);
        for (var hour = 5; hour < 9; hour++)
        {
            await SightingsAsync(system, hour, Picture.Empty(), Picture.Empty());
        }

        Assert.Equal(2, await SightingsAsync(system, 9, Picture.WithPerson(), Picture.WithPerson(shade: 60)));
    }

    [Fact]
    public async Task Handle_Poster_WhereItIsToCount_Counts()
    {
        await using var system = new Installation(settings: new() { ["Stills:Events"] = "2", ["Stills:Over"] = "01:00:00", ["Cameras:0:LeaveOutStills"] = "false" });
        for (var hour = 0; hour < 4; hour++)
        {
            Assert.Equal(2, await SightingsAsync(system, hour, Picture.WithPerson(), Picture.WithPerson(shade: 60)));
        }

        Assert.Empty(await system.NamesAsync("stills/"));
    }

    [Fact]
    public async Task Killed_AtAnyWrite_TheRepeatDoesWhatWasDecidedThoughMoreIsKnownByThen()
    {
        for (var write = 1; write <= 12; write++)
        {
            await using var survivor = new Installation(settings: Learning);
            await SightingsAsync(survivor, 0, Picture.WithPerson(), Picture.WithPerson(shade: 60));
            var batch = Poster(3);
            await survivor.PutAsync(batch);
            await CrashAsync(survivor, batch, write);
            var isDecided = (await survivor.NamesAsync(VerdictStore.Prefix)).Count > 0;

            // Meanwhile another event of the camera makes the poster known.
            await SightingsAsync(survivor, 2, Picture.WithPerson(), Picture.WithPerson(shade: 60));
            survivor.Clock.Advance(TimeSpan.FromMinutes(6));
            Assert.True((await survivor.HandleAsync(batch, 2)).IsDone);

            var result = await survivor.Get<ResultStore>().FindAsync(batch.Name, Token);
            var pictures = (await survivor.NamesAsync($"flagged/{batch.Name.Event}/")).Count(name => !name.Contains("preview", StringComparison.Ordinal) && name.EndsWith(".jpg", StringComparison.Ordinal));
            Assert.Equal(result!.Sightings.Count, pictures);
            Assert.True(!isDecided || result.Sightings.Count == 2, $"Write {write}: decided before, and done otherwise.");
            Assert.Empty(await survivor.NamesAsync(VerdictStore.Prefix));
            Assert.Empty(await survivor.NamesAsync("batches/"));
        }
    }

    private static Dictionary<string, string?> Learning => new() { ["Stills:Events"] = "2", ["Stills:Over"] = "01:00:00" };

    private static BatchMaker Poster(int hour) => BatchMaker.For(start: BatchMaker.EventStart.AddHours(hour)).With(Picture.WithPerson(), Picture.WithPerson(shade: 60));

    private static async Task CrashAsync(Installation survivor, BatchMaker batch, int write)
    {
        await using var victim = new Installation(survivor, inner => new CrashingStore(inner, write, afterIt: true), settings: Learning);
        try
        {
            await victim.HandleAsync(batch);
        }
        catch (SimulatedCrash)
        {
            // As intended.
        }
    }

    private static async Task<int> SightingsAsync(Installation system, int hour, params byte[][] pictures)
    {
        var batch = await HandledAsync(system, BatchMaker.For(start: BatchMaker.EventStart.AddHours(hour)).With(pictures));
        return (await system.Get<ResultStore>().FindAsync(batch.Name, Token))!.Sightings.Count;
    }

    private static async Task<BatchMaker> HandledAsync(Installation system, BatchMaker batch)
    {
        await system.PutAsync(batch);
        Assert.True((await system.HandleAsync(batch)).IsDone);
        return batch;
    }

    // The maker numbers the frames of the second part from a hundred seconds on; a track does not wait that long.
    private static BatchMaker NextSecond(BatchMaker first) => new(new Contracts.Names.BatchName(first.Name.Event, first.Name.Part + 1)) { FirstFrame = 2 };

    private static async Task<IEnumerable<string>> WithoutStillsAsync(Installation system) =>
        (await system.NamesAsync()).Where(name => !name.StartsWith("stills/", StringComparison.Ordinal));

    private sealed class BlindDetector : IDetector
    {
        public ModelIdentity Model { get; } = new("blind", new string('b', 64));

        public IReadOnlyList<DetectedObject> Detect(ReadOnlyMemory<byte> jpeg, float? minScore = null, ImageBox? attention = null) => [];

        public void Dispose()
        {
        }
    }
}
