using CloudCctv.Contracts.Geometry;

namespace CloudCctv.Contracts.Tests.Geometry;

public sealed class CountingLineTests
{
    private const double Height = 0.4;

    // An arrow that points up in the middle of the picture.
    private static readonly CountingLine Up = new("door", new(0.5, 0.9), new(0.5, 0.1));

    [Theory]
    [InlineData(0.3, 0.7, CrossingDirection.In)]
    [InlineData(0.7, 0.3, CrossingDirection.Out)]
    [InlineData(0.2, 0.3, null)]
    [InlineData(0.3, 0.51, null)] // not there for certain
    public void Follow_ArrowUp_LeftToRightIsIn(double from, double to, CrossingDirection? expected) => Assert.Equal(expected, Last(Up, 1, new(from, 0.5), new(to, 0.5)));

    [Fact]
    public void Follow_ArrowToTheRight_DownIsIn()
    {
        var line = new CountingLine("kerb", new(0.1, 0.5), new(0.9, 0.5));

        Assert.Equal(CrossingDirection.In, Last(line, 1, new(0.5, 0.3), new(0.5, 0.7)));
        Assert.Equal(CrossingDirection.Out, Last(line with { From = line.To, To = line.From }, 1, new(0.5, 0.3), new(0.5, 0.7)));
    }

    [Fact]
    public void Follow_WhoStandsOnTheLine_IsCountedOnce()
    {
        Corner[] way = [new(0.3, 0.5), new(0.49, 0.5), new(0.51, 0.5), new(0.48, 0.52), new(0.53, 0.5), new(0.5, 0.5), new(0.7, 0.5), new(0.8, 0.5)];

        Assert.Equal([CrossingDirection.In], All(Up, 1, way));
    }

    [Fact]
    public void Follow_ThereAndBack_IsInAndOut() =>
        Assert.Equal([CrossingDirection.In, CrossingDirection.Out, CrossingDirection.In], All(Up, 1, new(0.3, 0.5), new(0.7, 0.5), new(0.3, 0.5), new(0.7, 0.5)));

    [Fact]
    public void Follow_PastTheEnd_IsNoCrossingAndTheWayBackOverTheLineIs() =>
        Assert.Equal([CrossingDirection.Out], All(Up, 1, new(0.3, 0.96), new(0.7, 0.96), new(0.7, 0.5), new(0.3, 0.5)));

    [Fact]
    public void SideOf_WidePicture_IsInHeightsOfThePicture()
    {
        Assert.Equal(0.32, Up.SideOf(new(0.7, 0.5), 1.6), 9);
        Assert.Equal(-0.4, new CountingLine("kerb", new(0.1, 0.5), new(0.9, 0.5)).SideOf(new(0.5, 0.1), 1.6), 9);
    }

    private static CrossingDirection? Last(CountingLine line, double aspect, params Corner[] way) => Steps(line, aspect, way)[^1];

    private static IEnumerable<CrossingDirection> All(CountingLine line, double aspect, params Corner[] way) => Steps(line, aspect, way).OfType<CrossingDirection>();

    private static List<CrossingDirection?> Steps(CountingLine line, double aspect, Corner[] way)
    {
        Corner? sure = null;
        return [.. way.Select(point => line.Follow(ref sure, point, Height, aspect)).ToList()];
    }
}
