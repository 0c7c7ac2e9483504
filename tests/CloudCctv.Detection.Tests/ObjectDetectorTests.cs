using CloudCctv.Detection.Tests.Models;
using CloudCctv.Imaging.Jpeg;
using CloudCctv.Tests.Support;

namespace CloudCctv.Detection.Tests;

public sealed class ObjectDetectorTests
{
    private const string Street = "vtest.avi";
    private static readonly int[] Sampled = [0, 100, 200, 300, 400, 500, 600, 700];

    [Fact]
    public void Open_WithoutPath_IsTheModelThatShipsWithUs()
    {
        using var detector = ObjectDetector.Open(new());

        Assert.Equal(new("cctv-person-v0", "468a7732446307450a1ca6934daef59217acec310d9761ee00b5a9cee2e52afb"), detector.Model);
    }

    [Fact]
    public void Detect_StreetWithPeople_FindsThemInEveryFrame()
    {
        var frames = Footage.Frames(Street, Sampled);
        using var detector = ObjectDetector.Open(new());

        var people = frames.Select(frame => detector.Detect(frame, 0.3f)).ToList();

        Assert.All(people, found => Assert.NotEmpty(found));
        Assert.InRange(people.Sum(found => found.Count), 30, 60);
        Assert.All(people.SelectMany(found => found), person =>
        {
            Assert.Equal("person", person.Label);
            Assert.InRange(person.Score, 0.3f, 1);
            Assert.True(person.Box is { Left: >= 0, Top: >= 0, Right: <= 768, Bottom: <= 576, Width: > 0, Height: > 0 });
        });
    }

    [Fact]
    public void Detect_RoadWithoutPeople_FindsNextToNothing()
    {
        var frames = Footage.Frames("road-no-people.avi", [.. Enumerable.Range(0, 20).Select(i => i * 80)]);
        using var detector = ObjectDetector.Open(new());

        Assert.InRange(frames.Sum(frame => detector.Detect(frame, 0.3f).Count), 0, 2);
    }

    [Fact]
    public void Detect_TwoModelsOfDifferentFamilies_AgreeOnThePeople()
    {
        var frames = Footage.Frames(Street, Sampled);
        using var ours = ObjectDetector.Open(new());
        using var yolox = ObjectDetector.Open(new() { ModelPath = SharedModels.Find("yolox_nano_416.onnx") });
        int agreed = 0, sure = 0;
        foreach (var frame in frames)
        {
            var found = ours.Detect(frame, 0.3f);
            var reference = yolox.Detect(frame, 0.5f).Where(thing => thing.Label == "person").ToList();
            sure += reference.Count;
            agreed += reference.Count(person => found.Any(mine => Overlap(mine.Box, person.Box) >= 0.5f));
        }

        // Ours has a sixth of the other's work to do and misses the small ones: 78 % over forty frames.
        Assert.InRange(sure, 40, 60);
        Assert.InRange((double)agreed / sure, 0.65, 1);
    }

    [Fact]
    public async Task Detect_FromManyThreads_GivesWhatOneGives()
    {
        var frames = Footage.Frames(Street, Sampled);
        using var detector = ObjectDetector.Open(new());
        var expected = frames.Select(frame => detector.Detect(frame)).ToList();

        var runs = Enumerable.Range(0, 32).Select(i => Task.Run(
            () => detector.Detect(frames[i % frames.Count]), TestContext.Current.CancellationToken));
        var results = await Task.WhenAll(runs);

        for (var i = 0; i < results.Length; i++)
        {
            Assert.Equal(expected[i % frames.Count], results[i]);
        }
    }

    [Fact]
    public void Detect_PicturesOfChangingSize_DoNotDisturbEachOther()
    {
        var street = Footage.Frames(Street, 0)[0];
        using var detector = ObjectDetector.Open(new());
        var expected = detector.Detect(street);

        foreach (var (width, height) in new[] { (16, 16), (1, 1), (1920, 1080), (33, 900) })
        {
            detector.Detect(TestJpeg.Grey(width, height));
            Assert.Equal(expected, detector.Detect(street));
        }
    }

    [Fact]
    public void Detect_AfterWarmUp_AllocatesNoFrames()
    {
        var jpeg = TestJpeg.Grey(768, 576);
        using var detector = ObjectDetector.Open(new());
        detector.Detect(jpeg);
        var before = GC.GetAllocatedBytesForCurrentThread();

        detector.Detect(jpeg);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8192);
    }

    [Fact]
    public void Detect_BadPicture_ThrowsAndTheNextIsFine()
    {
        using var detector = ObjectDetector.Open(new());

        Assert.Throws<JpegException>(() => detector.Detect("GIF89a"u8.ToArray()));
        Assert.Throws<JpegException>(() => detector.Detect(TestJpeg.Grey(640, 480).AsMemory(0, 2000)));
        Assert.Empty(detector.Detect(TestJpeg.Grey(640, 480)));
    }

    [Theory]
    [InlineData(-0.1f)]
    [InlineData(1.1f)]
    [InlineData(float.NaN)]
    public void Detect_ScoreOutsideRange_IsRefused(float minScore)
    {
        using var detector = ObjectDetector.Open(new());

        Assert.Throws<ArgumentOutOfRangeException>(() => detector.Detect(TestJpeg.Grey(64, 64), minScore));
    }

    [Fact]
    public void Detect_AfterDispose_IsRefused()
    {
        var detector = ObjectDetector.Open(new());
        detector.Dispose();
        detector.Dispose();

        Assert.Throws<ObjectDisposedException>(() => detector.Detect(TestJpeg.Grey(64, 64)));
    }

    private static float Overlap(ImageBox a, ImageBox b)
    {
        var width = Math.Max(Math.Min(a.Right, b.Right) - Math.Max(a.Left, b.Left), 0);
        var height = Math.Max(Math.Min(a.Bottom, b.Bottom) - Math.Max(a.Top, b.Top), 0);
        return width * height / ((a.Width * a.Height) + (b.Width * b.Height) - (width * height));
    }
}
