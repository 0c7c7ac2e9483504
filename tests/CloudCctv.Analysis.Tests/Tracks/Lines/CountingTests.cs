using CloudCctv.Analysis.Results;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Sightings.Index;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Contracts.Geometry;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Analysis.Tests.Tracks.Lines;

/// <summary>Somebody walks through the picture, a frame each second, over an arrow that points up in its middle.</summary>
public sealed class CountingTests
{
    private static readonly double[] Way = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Handle_SomebodyGoesIn_IsCountedInThePictureThatShowsIt()
    {
        await using var system = new Installation(settings: Door());
        var batch = await HandledAsync(system, Batch(Way));

        var sidecar = await system.Get<SightingStore>().ReadAsync(new SightingName(batch.Name.Event, batch.FrameNamed(4)), Token);
        Assert.Equal(("door", CrossingDirection.In, "person"), Assert.Single(sidecar!.Crossings!) is var one ? (one.Line, one.Direction, one.Label) : default);
        var seen = Assert.Single(await CrossingsAsync(system));
        Assert.Equal((batch.FrameNamed(4), BatchMaker.EventStart.AddSeconds(4), "door", CrossingDirection.In), (seen.Picture.Frame, seen.Time, seen.Line, seen.Direction));
    }

    [Fact]
    public async Task Handle_TheWayBack_IsOut()
    {
        await using var system = new Installation(settings: Door());
        await HandledAsync(system, Batch([.. Way, .. Way.Reverse()]));

        Assert.Equal([CrossingDirection.In, CrossingDirection.Out], (await CrossingsAsync(system)).Select(one => one.Direction));
    }

    [Fact]
    public async Task Handle_WhoStandsOnTheLine_IsNotCounted()
    {
        await using var system = new Installation(settings: Door());
        await HandledAsync(system, Batch(0.3, 0.4, 0.49, 0.51, 0.49, 0.51, 0.48, 0.4));

        Assert.Empty(await CrossingsAsync(system));
    }

    [Fact]
    public async Task Handle_LineBetweenTwoBatches_IsCountedInTheSecond()
    {
        await using var system = new Installation(settings: Door());
        var first = await HandledAsync(system, Batch(0.2, 0.3, 0.4));
        await HandledAsync(system, Next(first, 4, 0.5, 0.6, 0.7));

        Assert.Equal(2, Assert.Single(await CrossingsAsync(system)).Picture.Frame.Number - 3);
    }

    [Fact]
    public async Task Handle_SureOnlyAfterTheLine_IsCountedInTheFirstPictureThatIsKept()
    {
        await using var system = new Installation(settings: Door(("LoneScore", "0.9"), ("MedianScore", "0.49")));
        var first = await HandledAsync(system, Batch(0.4));
        await HandledAsync(system, Next(first, 2, 0.6));

        Assert.Equal(2, Assert.Single(await CrossingsAsync(system)).Picture.Frame.Number);
    }

    [Fact]
    public async Task Handle_TheSameBatchTwiceAndByTwo_IsCountedOnce()
    {
        await using var system = new Installation(settings: Door());
        await using var other = new Installation(system, settings: Door());
        var batch = Batch(Way);
        await system.PutAsync(batch);
        await Task.WhenAll(system.HandleAsync(batch), other.HandleAsync(batch));
        system.Clock.Advance(TimeSpan.FromMinutes(6));
        await HandledAsync(system, batch);

        Assert.Single(await CrossingsAsync(system));
    }

    [Fact]
    public async Task Killed_AtAnyWrite_IsCountedOnce()
    {
        var crashes = 0;
        for (var write = 1; write <= 40; write++)
        {
            await using var survivor = new Installation(settings: Door());
            var batch = Batch(0.4, 0.6);
            await survivor.PutAsync(batch);
            crashes += await CrashAsync(survivor, batch, write) ? 1 : 0;
            survivor.Clock.Advance(TimeSpan.FromMinutes(6));
            Assert.True((await survivor.HandleAsync(batch, 2)).IsDone);

            Assert.Single(await CrossingsAsync(survivor));
        }

        Assert.InRange(crashes, 10, 39);
    }

    [Fact]
    public async Task Delete_PictureOrEvent_TakesItsCountAlong()
    {
        await using var system = new Installation(settings: Door());
        var batch = await HandledAsync(system, Batch([.. Way, .. Way.Reverse()]));
        var crossings = await CrossingsAsync(system);

        await system.Get<SightingStore>().DeleteAsync(crossings[0].Picture, Token);
        Assert.Equal(crossings[1], Assert.Single(await CrossingsAsync(system)));

        await system.Get<SightingStore>().DeleteEventAsync(batch.Name.Event, Token);
        Assert.Empty(await CrossingsAsync(system));
    }

    [Fact]
    public async Task Cards_WithoutAnIndex_AreReadFromTheSidecars()
    {
        await using var system = new Installation(settings: Door());
        await HandledAsync(system, Batch(Way));
        await using var anew = new Installation(system, settings: Door());
        foreach (var name in await anew.NamesAsync("index/"))
        {
            await anew.Store.Objects.DeleteAsync(new CloudCctv.Storage.Objects.ObjectName(name), Token);
        }

        Assert.Single((await DayAsync(anew)).SelectMany(card => card.Crossings));
    }

    [Fact]
    public async Task Alert_CrossingThatIsTold_IsInTitleAndText()
    {
        await using var system = new Installation(settings: Door(("AlertCrossings:0", "door in 07:00-08:00")));
        await HandledAsync(system, Batch(Way));
        await system.DeliverAsync();

        var alert = Assert.Single(system.Channel.Sent).Alert;
        Assert.Equal("Person goes in at gate (farm)", alert.Title());
        Assert.Contains(", in over door, 50 % sure", alert.Text(TimeZoneInfo.Utc), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alert_CrossingAtAnotherTime_IsAnAlertAsEver()
    {
        await using var system = new Installation(settings: Door(("AlertCrossings:0", "door in 22:00-06:00")));
        await HandledAsync(system, Batch(Way));
        await system.DeliverAsync();

        Assert.Equal("Person at gate (farm)", Assert.Single(system.Channel.Sent).Alert.Title());
    }

    [Fact]
    public async Task Alert_CrossingInALaterBatch_ChangesWhatIsTold()
    {
        await using var system = new Installation(settings: Door(("AlertCrossings:0", "* both")));
        var first = await HandledAsync(system, Batch(0.2, 0.3, 0.4));
        await HandledAsync(system, Next(first, 4, 0.5, 0.6, 0.7));
        await system.DeliverAsync();

        Assert.Equal(("Person goes in at gate (farm)", 1), Assert.Single(system.Channel.Sent).Alert is var alert ? (alert.Title(), alert.Revision) : default);
    }

    [Fact]
    public async Task Alert_OnlyCrossings_WaitsForOneAndThenTellsWhatFollows()
    {
        await using var system = new Installation(settings: Door(("AlertCrossings:0", "door in"), ("AlertOnlyCrossings", "true")));
        var first = await HandledAsync(system, Batch(0.2, 0.3, 0.4));
        Assert.Empty(await system.NamesAsync("alerts/pending/"));
        Assert.True((await system.Get<ResultStore>().FindAsync(first.Name, Token))!.AlertWithheld);
        Assert.Equal(9, (await system.NamesAsync($"flagged/{first.Name.Event}/")).Count);

        var second = await HandledAsync(system, Next(first, 4, 0.5, 0.6, 0.7));
        Assert.Single(await system.NamesAsync("alerts/pending/"));
        await HandledAsync(system, Next(second, 7, [.. Enumerable.Repeat(0.8, 20)]));
        await system.DeliverAsync();

        Assert.Equal(BatchMaker.EventStart.AddSeconds(25), Assert.Single(system.Channel.Sent).Alert.Until);
    }

    private static Dictionary<string, string?> Door(params (string Key, string Value)[] more) =>
        more.Append((Key: "Lines:0", Value: "door 0.5,1 0.5,0")).ToDictionary(one => $"Cameras:0:{one.Key}", string? (one) => one.Value);

    private static BatchMaker Batch(params double[] way) => BatchMaker.For().With(Pictures(way, 1));

    private static BatchMaker Next(BatchMaker before, int firstFrame, params double[] way) =>
        new BatchMaker(new BatchName(before.Name.Event, before.Name.Part + 1)) { FirstFrame = firstFrame }.With(Pictures(way, firstFrame));

    // No two are the same picture.
    private static byte[][] Pictures(double[] way, int first) => [.. way.Select((centre, i) => Picture.WithPersonAt(centre, shade: (byte)(60 + first + i)))];

    private static async Task<IReadOnlyList<SeenCrossing>> CrossingsAsync(Installation system) => [.. (await DayAsync(system)).SelectMany(card => card.Crossings)];

    private static Task<IReadOnlyList<IndexCard>> DayAsync(Installation system) =>
        system.Get<SightingDays>().CardsAsync(DateOnly.FromDateTime(BatchMaker.EventStart.UtcDateTime), Token);

    private static async Task<BatchMaker> HandledAsync(Installation system, BatchMaker batch)
    {
        await system.PutAsync(batch);
        Assert.True((await system.HandleAsync(batch)).IsDone);
        return batch;
    }

    private static async Task<bool> CrashAsync(Installation survivor, BatchMaker batch, int write)
    {
        await using var victim = new Installation(survivor, inner => new CrashingStore(inner, write, afterIt: true), settings: Door());
        try
        {
            await victim.HandleAsync(batch);
            return false;
        }
        catch (SimulatedCrash)
        {
            return true;
        }
    }
}
