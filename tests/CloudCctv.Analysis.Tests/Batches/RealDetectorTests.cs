using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Detection;
using CloudCctv.Tests.Support;

namespace CloudCctv.Analysis.Tests.Batches;

public sealed class RealDetectorTests
{
    [Fact]
    public async Task Handle_StreetWithPeople_EmbeddedModelSeesThem()
    {
        var frames = Footage.Frames("vtest.avi", 100, 110);
        using var detector = ObjectDetector.Open(new DetectorOptions());
        await using var system = new Installation(detector: detector);
        var batch = BatchMaker.For().With(Picture.Empty(768, 576), frames[0], frames[1]);
        await system.PutAsync(batch);

        Assert.True((await system.HandleAsync(batch)).IsDone);
        await system.DeliverAsync();

        var sightings = await system.Get<SightingCalendar>().SightingsAsync(batch.Name.Event, TestContext.Current.CancellationToken);
        Assert.Equal([2, 3], sightings.Select(sighting => sighting.Frame.Number));
        var sighting = await system.Get<SightingStore>().ReadAsync(sightings[0], TestContext.Current.CancellationToken);
        Assert.Equal(detector.Model.Sha256, sighting!.Model.Sha256);
        Assert.All(sighting.Detections, seen => Assert.True(seen.Box is { IsValid: true, Width: > 0, Height: > 0 }));
        Assert.Equal(frames[0], await system.BytesAsync(sightings[0].Picture.Value));
        Assert.True(Assert.Single(system.Channel.Sent).Alert.People >= 2);
    }

    [Fact]
    public async Task Handle_NothingToSee_EmbeddedModelSeesNothing()
    {
        using var detector = ObjectDetector.Open(new DetectorOptions());
        await using var system = new Installation(detector: detector);
        var batch = BatchMaker.For().With(Picture.Empty(), Picture.Empty(1920, 1080));
        await system.PutAsync(batch);

        Assert.True((await system.HandleAsync(batch)).IsDone);

        Assert.Empty(await system.NamesAsync("flagged/"));
        Assert.Equal(2, system.Counts.Frames);
    }
}
