using CloudCctv.Analysis.Results;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Analysis.Tracks;
using CloudCctv.Detection;
using CloudCctv.Tests.Support;

namespace CloudCctv.Analysis.Tests.Tracks;

/// <summary>The default rules with the embedded model: they must earn their place, and cost nobody.</summary>
public sealed class RealFootageTests
{
    // Every frame of the clip in which the embedded model takes a car or its shadow for a person, at 0.30 and more.
    private static readonly int[] FalseFrames = [927, 932, 933, 1162, 1163, 1164, 1196, 1362, 1365, 1371, 1374, 1558, 1559, 1560];

    [Fact]
    public async Task Road_WithoutPeople_FalsePicturesAreSuppressedAsTracksNeverSure()
    {
        var result = await ResultAsync(Footage.Frames("road-no-people.avi", FalseFrames));

        Assert.Empty(result.Sightings);
        Assert.InRange(result.SuppressedPictures, 8, FalseFrames.Length);
        Assert.All(result.Suppressed, one => Assert.Equal(SuppressionReason.Track, one.Reason));
    }

    [Fact]
    public async Task Street_WithPeople_KeepsItsPictures()
    {
        var frames = Footage.Frames("vtest.avi", [.. Enumerable.Range(0, 40).Select(i => i * 10)]);

        var result = await ResultAsync(frames);

        Assert.InRange(result.Sightings.Count, 38, frames.Count);
    }

    private static async Task<BatchResult> ResultAsync(IReadOnlyList<byte[]> frames)
    {
        using var detector = ObjectDetector.Open(new DetectorOptions());
        await using var system = new Installation(detector: detector);
        var batch = BatchMaker.For().With([.. frames]);
        await system.PutAsync(batch);
        Assert.True((await system.HandleAsync(batch)).IsDone);
        return (await system.Get<ResultStore>().FindAsync(batch.Name, TestContext.Current.CancellationToken))!;
    }
}
