using CloudCctv.Imaging.Drawing;

namespace CloudCctv.Imaging.Tests.Drawing;

public sealed class BoxPainterTests
{
    private const int Width = 8;
    private const int Height = 6;

    [Fact]
    public void Draw_InsideThePicture_PaintsOnlyTheOutline() => Assert.Equal(
        """
        ........
        .#####..
        .#...#..
        .#...#..
        .#####..
        ........
        """,
        Drawn((1, 1, 6, 5), 1));

    [Fact]
    public void Draw_ThickLine_GrowsInwards() => Assert.Equal(
        """
        ######..
        ######..
        ##..##..
        ##..##..
        ######..
        ######..
        """,
        Drawn((0, 0, 6, 6), 2));

    [Fact]
    public void Draw_BoxPartlyOutside_LeavesTheOutsideOut() => Assert.Equal(
        """
        .....#..
        .....#..
        .....#..
        ######..
        ........
        ........
        """,
        Drawn((-5, -5, 6, 4), 1));

    [Theory]
    [InlineData(20, 20, 30, 30)]
    [InlineData(-9, -9, -2, -2)]
    [InlineData(-100, -100, 100, 100)]
    public void Draw_NoLineInsideThePicture_PaintsNothing(int left, int top, int right, int bottom) =>
        Assert.DoesNotContain("#", Drawn((left, top, right, bottom), 1), StringComparison.Ordinal);

    [Fact]
    public void Draw_PaintsRedGreenBlueInThatOrder()
    {
        var rgb = new byte[3];
        BoxPainter.Draw(rgb, 1, 1, (0, 0, 1, 1), (10, 20, 30), 1);
        Assert.Equal([10, 20, 30], rgb);
    }

    private static string Drawn((int Left, int Top, int Right, int Bottom) box, int thickness)
    {
        var rgb = new byte[Width * Height * 3];
        BoxPainter.Draw(rgb, Width, Height, box, (255, 0, 0), thickness);
        var rows = Enumerable.Range(0, Height).Select(y =>
            string.Concat(Enumerable.Range(0, Width).Select(x => rgb[((y * Width) + x) * 3] == 255 ? '#' : '.')));
        return string.Join('\n', rows);
    }
}
