using CloudCctv.Detection.Cards;
using CloudCctv.Detection.Preprocessing;
using CloudCctv.Detection.SecondLook;
using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.Detection.Tests.SecondLook;

public sealed class WindowPlannerTests
{
    private static readonly JpegHeader Hd = new(1920, 1080);

    [Theory]
    [InlineData(900, 500, 60, 120)]
    [InlineData(0, 0, 30, 30)]
    [InlineData(1880, 1000, 40, 80)]
    [InlineData(100, 100, 700, 500)]
    [InlineData(0, 0, 1920, 1080)]
    public void Plan_ModelOfAnySize_IsOneWindowAroundTheRegionWithinTheBudget(int left, int top, int width, int height)
    {
        const double Budget = 4 * 416 * 256;
        var region = new SourceWindow(left, top, width, height);

        var window = Assert.Single(new WindowPlanner(Input(size: null)).Plan(Hd, region, Budget));

        AssertInside(window.Window, Hd);
        AssertHolds(window.Window, region);
        Assert.Equal(0, window.Model.Width % 32);
        Assert.Equal(0, window.Model.Height % 32);
        Assert.InRange(window.Scale, 0.1f, 1);

        // Rounded up to multiples of 32 on either side.
        Assert.InRange(window.Model.Width * window.Model.Height, 1, 1.2 * Budget);
        Assert.True(window.Width >= (window.Window.Width * window.Scale) - 1, "The window is cut off by the model's input.");
    }

    [Fact]
    public void Plan_SmallRegion_IsSeenInNativeResolution()
    {
        var window = Assert.Single(new WindowPlanner(Input(size: null)).Plan(Hd, new(900, 500, 60, 120), 100_000));

        Assert.Equal((1f, JpegScale.Full), (window.Scale, window.JpegScale));
        Assert.Equal(new ModelSize { Width = 192, Height = 192 }, window.Model);
    }

    [Fact]
    public void Plan_PictureTooLargeToDecodeWhole_IsSeenInHalfItsResolution()
    {
        var window = Assert.Single(new WindowPlanner(Input(size: null)).Plan(new(8000, 5000), new(4000, 2500, 100, 100), 100_000));

        Assert.True(window.Decoded.Pixels <= WindowPlanner.MaxDecodedPixels);
        Assert.Equal(JpegScale.Quarter, window.JpegScale);
    }

    [Theory]
    [InlineData(900, 500, 60, 120, 1, 1)]
    [InlineData(300, 200, 600, 300, 4, 4)]
    [InlineData(0, 0, 1920, 1080, 6, 6)]
    [InlineData(0, 0, 1920, 1080, 18, 18)]
    [InlineData(0, 0, 1920, 1080, 100, 18)]
    public void Plan_ModelOfOneSize_CoversTheRegionWithTilesThatOverlap(int left, int top, int width, int height, int affordable, int most)
    {
        var region = new SourceWindow(left, top, width, height);
        var tile = new ModelSize { Width = 416, Height = 416 };

        var tiles = new WindowPlanner(Input(tile)).Plan(Hd, region, affordable * 416 * 416);

        Assert.InRange(tiles.Count, 1, most);
        Assert.Single(tiles.Select(one => one.Scale).Distinct());
        Assert.All(tiles, one => AssertInside(one.Window, Hd));
        for (var y = region.Top; y < region.Bottom; y += 7)
        {
            for (var x = region.Left; x < region.Right; x += 7)
            {
                Assert.Contains(tiles, one => x >= one.Window.Left && x < one.Window.Right && y >= one.Window.Top && y < one.Window.Bottom);
            }
        }
    }

    [Fact]
    public void Plan_BudgetForNotEvenOneTile_IsNothing() =>
        Assert.Empty(new WindowPlanner(Input(new() { Width = 416, Height = 416 })).Plan(Hd, new(0, 0, 100, 100), 100_000));

    private static void AssertInside(SourceWindow window, JpegHeader picture)
    {
        Assert.True(window is { Left: >= 0, Top: >= 0, Width: > 0, Height: > 0 }, $"{window}");
        Assert.True(window.Right <= picture.Width && window.Bottom <= picture.Height, $"{window} leaves {picture}");
    }

    // To a pixel: the window is whole pixels of the model.
    private static void AssertHolds(SourceWindow window, SourceWindow region) => Assert.True(
        window.Left <= region.Left + 1 && window.Top <= region.Top + 1 && window.Right >= region.Right - 1 && window.Bottom >= region.Bottom - 1,
        $"{window} does not hold {region}");

    private static ModelInput Input(ModelSize? size) => new()
    {
        Name = "images",
        Layout = TensorLayout.Nchw,
        Type = TensorType.SinglePrecision,
        Colour = ColourOrder.Rgb,
        Size = size,
        MultipleOf = size is null ? 32 : null,
        LongSide = size is null ? 416 : null,
        Range = [0, 1],
        Padding = 114,
        Placement = Placement.TopLeft,
    };
}
