using CloudCctv.Tests.Support;

namespace CloudCctv.Detection.Tests;

public sealed class FavourTests
{
    [Theory]
    [InlineData(Favour.Throughput, 3, 3)]
    [InlineData(Favour.Latency, 3, 1)]
    public void Lanes_AreAsManyAsPay(Favour favour, int threads, int lanes)
    {
        using var detector = ObjectDetector.Open(new() { Favour = favour, Threads = threads });

        Assert.Equal(lanes, detector.Lanes);
    }

    [Fact]
    public void Detect_EitherFavour_FindsTheSame()
    {
        var frames = Footage.Frames("vtest.avi", 0, 100, 200);
        using var throughput = ObjectDetector.Open(new() { Favour = Favour.Throughput });
        using var latency = ObjectDetector.Open(new() { Favour = Favour.Latency });

        foreach (var frame in frames)
        {
            var (one, other) = (throughput.Detect(frame), latency.Detect(frame));
            Assert.Equal(one.Count, other.Count);
            Assert.All(one.Zip(other), pair => Assert.Equal(pair.First.Score, pair.Second.Score, 0.001));
        }
    }
}
