using CloudCctv.Contracts.Geometry;

namespace CloudCctv.Contracts.Tests.Geometry;

public sealed class PolygonTests
{
    // An L: the unit square without its upper right quarter.
    private static readonly Polygon Corner = new("l", [new(0, 0), new(0.5, 0), new(0.5, 0.5), new(1, 0.5), new(1, 1), new(0, 1)]);

    [Theory]
    [InlineData(0.25, 0.25, true)]
    [InlineData(0.75, 0.75, true)]
    [InlineData(0.75, 0.25, false)]
    [InlineData(1.5, 0.75, false)]
    [InlineData(-0.1, 0.5, false)]
    public void Contains_ConcaveOutline_FollowsIt(double x, double y, bool inside) => Assert.Equal(inside, Corner.Contains(x, y));

    [Theory]
    [InlineData(0.6, 0.1, 0.9, 0.4, false)] // in the notch
    [InlineData(0.45, 0.1, 0.9, 0.4, true)] // over an edge
    [InlineData(-1, -1, 2, 2, true)] // around all of it
    [InlineData(0.1, 0.6, 0.2, 0.7, true)] // wholly inside
    [InlineData(1.1, 0.5, 1.2, 0.9, false)]
    public void Touches_Rectangle_AnyPartCounts(double left, double top, double right, double bottom, bool touches) =>
        Assert.Equal(touches, Corner.Touches(new Box(left, top, right, bottom)));

    [Fact]
    public void Touches_ThinSpikeThroughARectangle_IsFound()
    {
        var spike = new Polygon("spike", [new(0, 0.5), new(1, 0.5001), new(0, 0.5002)]);

        Assert.True(spike.Touches(new Box(0.4, 0.4, 0.6, 0.6)));
        Assert.False(spike.Touches(new Box(0.4, 0.51, 0.6, 0.6)));
    }

    [Fact]
    public void Touches_RandomOutlines_NeverMissesAPointThatIsInside()
    {
        var random = new Random(8);
        for (var round = 0; round < 300; round++)
        {
            var polygon = new Polygon("p", [.. Enumerable.Range(0, random.Next(3, 9)).Select(_ => new Corner(random.NextDouble(), random.NextDouble()))]);
            var (left, top) = (random.NextDouble(), random.NextDouble());
            var box = new Box(left, top, left + (random.NextDouble() / 4), top + (random.NextDouble() / 4));
            var naive = Enumerable.Range(0, 400).Any(i =>
                polygon.Contains(box.Left + (box.Width * (i % 20) / 19), box.Top + (box.Height * (i / 20) / 19)));

            Assert.True(polygon.Touches(box) || !naive, $"round {round}");
        }
    }
}
