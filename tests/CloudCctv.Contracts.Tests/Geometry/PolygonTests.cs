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
}
