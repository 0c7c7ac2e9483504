using CloudCctv.Detection.Cards;
using CloudCctv.Detection.Decoders;
using CloudCctv.Detection.Preprocessing;
using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.Detection.Tests.Preprocessing;

public sealed class TensorWriterTests
{
    [Theory]
    [InlineData(768, 576, 416, 320)]
    [InlineData(1920, 1080, 416, 256)]
    [InlineData(1080, 1920, 256, 416)]
    [InlineData(416, 320, 416, 320)]
    [InlineData(320, 240, 416, 320)]
    [InlineData(8000, 20, 416, 32)]
    public void For_ModelOfAnySize_IsTheSmallestRectangleThatHoldsThePicture(int width, int height, int modelWidth, int modelHeight)
    {
        var plan = InputPlan.For(new(width, height), AnySize(ColourOrder.Rgb), 416);

        Assert.Equal(new ModelSize { Width = modelWidth, Height = modelHeight }, plan.Model);
        Assert.True(plan.Decoded.Width >= Math.Min(plan.Width, width));
    }

    [Theory]
    [InlineData(768, 576, JpegScale.Full)]
    [InlineData(1920, 1080, JpegScale.Quarter)]
    [InlineData(1280, 720, JpegScale.Half)]
    [InlineData(4000, 3000, JpegScale.Eighth)]
    public void For_LargePicture_DecodesJustNotSmallerThanNeeded(int width, int height, JpegScale scale) =>
        Assert.Equal(scale, InputPlan.For(new(width, height), AnySize(ColourOrder.Rgb), 416).JpegScale);

    [Theory]
    [InlineData(100, 60, Placement.TopLeft)]
    [InlineData(100, 60, Placement.Centre)]
    [InlineData(60, 100, Placement.Centre)]
    [InlineData(700, 33, Placement.Centre)]
    [InlineData(700, 33, Placement.Stretch)]
    [InlineData(33, 70, Placement.Stretch)]
    public void ToImage_UndoesThePlacing(int width, int height, Placement placement)
    {
        var plan = InputPlan.For(new(width, height), FixedSize(ColourOrder.Rgb, placement), 0);

        var whole = plan.Letterbox.ToImage(new(plan.Left, plan.Top, plan.Left + plan.Width, plan.Top + plan.Height));

        float half = 0.5f / plan.Letterbox.Scale, halfY = 0.5f / plan.Letterbox.ScaleY;
        Assert.Equal(0, whole.Left);
        Assert.Equal(0, whole.Top);
        Assert.InRange(whole.Right, width - half, width + half);
        Assert.InRange(whole.Bottom, height - halfY, height + halfY);
    }

    /// <summary>Sizes around vector widths, single rows and columns, reductions and enlargements.</summary>
    public static TheoryData<int, int, ColourOrder, Placement> Pictures => new()
    {
        { 64, 32, ColourOrder.Rgb, Placement.TopLeft },
        { 101, 57, ColourOrder.Bgr, Placement.Centre },
        { 31, 77, ColourOrder.Rgb, Placement.Centre },
        { 113, 40, ColourOrder.Bgr, Placement.TopLeft },
        { 7, 5, ColourOrder.Rgb, Placement.Centre },
        { 1, 1, ColourOrder.Rgb, Placement.Centre },
        { 1, 9, ColourOrder.Bgr, Placement.Centre },
        { 90, 1, ColourOrder.Rgb, Placement.TopLeft },
        { 101, 57, ColourOrder.Rgb, Placement.Stretch },
        { 31, 177, ColourOrder.Bgr, Placement.Stretch },
    };

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Write_IsWhatTheFormulaSays(int width, int height, ColourOrder colour, Placement placement)
    {
        var input = FixedSize(colour, placement);
        var plan = InputPlan.For(new(width, height), input, 0);
        var rgb = new byte[plan.Decoded.Pixels * 3];
        new Random(7).NextBytes(rgb);
        var tensor = new float[3 * plan.Model.Width * plan.Model.Height];
        Array.Fill(tensor, float.NaN);

        new TensorWriter(input).Write(rgb, plan, tensor);

        // Two weights rounded to 1/256 each: at most one step of 255 in all.
        var expected = ByFormula(rgb, plan, input);
        for (var i = 0; i < tensor.Length; i++)
        {
            Assert.InRange(tensor[i] - expected[i], -1.01f / 50, 1.01f / 50);
        }
    }

    /// <summary>Windows within, at every border, and of every rest after division by four; native, reduced, and reduced by the decoder too.</summary>
    public static TheoryData<int, int, int, int, float> Windows => new()
    {
        { 0, 0, 64, 48, 1 },
        { 37, 21, 61, 47, 1 },
        { 139, 71, 61, 49, 1 },
        { 10, 5, 90, 70, 0.7f },
        { 3, 9, 127, 95, 0.5f },
        { 60, 40, 140, 80, 0.4f },
        { 199, 119, 1, 1, 1 },
    };

    [Theory]
    [MemberData(nameof(Windows))]
    public void Write_Window_IsWhatTheFormulaSays(int left, int top, int width, int height, float scale)
    {
        var input = FixedSize(ColourOrder.Bgr, Placement.Centre);
        var plan = InputPlan.For(new(200, 120), new(left, top, width, height), input.Size!, scale, input.Placement);
        var rgb = new byte[plan.Decoded.Pixels * 3];
        new Random(9).NextBytes(rgb);
        var tensor = new float[3 * plan.Model.Width * plan.Model.Height];
        Array.Fill(tensor, float.NaN);

        new TensorWriter(input).Write(rgb, plan, tensor);

        var expected = ByFormula(rgb, plan, input);
        for (var i = 0; i < tensor.Length; i++)
        {
            Assert.InRange(tensor[i] - expected[i], -1.01f / 50, 1.01f / 50);
        }
    }

    [Theory]
    [MemberData(nameof(Windows))]
    public void ToImage_OfAWindow_IsWhereTheWindowLies(int left, int top, int width, int height, float scale)
    {
        var input = FixedSize(ColourOrder.Rgb, Placement.Centre);
        var plan = InputPlan.For(new(200, 120), new(left, top, width, height), input.Size!, scale, input.Placement);

        var corner = plan.Letterbox.ToImage(new(plan.Left, plan.Top, plan.Left + 1, plan.Top + 1));

        Assert.Equal(left, corner.Left, 0.01);
        Assert.Equal(top, corner.Top, 0.01);
    }

    [Fact]
    public void Write_SamePictureSize_AllocatesNothing()
    {
        var input = FixedSize(ColourOrder.Rgb, Placement.Centre);
        var plan = InputPlan.For(new(100, 70), input, 0);
        var (rgb, tensor, writer) = (new byte[plan.Decoded.Pixels * 3], new float[3 * 64 * 48], new TensorWriter(input));
        writer.Write(rgb, plan, tensor);
        var before = GC.GetAllocatedBytesForCurrentThread();

        writer.Write(rgb, plan, tensor);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static float[] ByFormula(byte[] rgb, InputPlan plan, ModelInput input)
    {
        var values = new float[3 * plan.Model.Width * plan.Model.Height];
        for (var i = 0; i < values.Length; i++)
        {
            int plane = i / (plan.Model.Width * plan.Model.Height), x = i % plan.Model.Width, y = i / plan.Model.Width % plan.Model.Height;
            var colour = input.Colour == ColourOrder.Rgb ? plane : 2 - plane;
            var inside = x >= plan.Left && x < plan.Left + plan.Width && y >= plan.Top && y < plan.Top + plan.Height;
            var value = inside ? Sample(rgb, plan, x - plan.Left, y - plan.Top, colour) : input.Padding;
            values[i] = (value - input.Mean![plane]) / input.Std![plane];
        }

        return values;
    }

    private static float Sample(byte[] rgb, InputPlan plan, int x, int y, int colour)
    {
        var step = 1 / (plan.Letterbox.Scale * (int)plan.JpegScale);
        var stepY = 1 / (plan.Letterbox.ScaleY * (int)plan.JpegScale);
        var reduced = (float)plan.JpegScale;
        var sourceX = Math.Clamp((plan.Window.Left / reduced) + ((x + 0.5f) * step) - 0.5f, 0, plan.Decoded.Width - 1);
        var sourceY = Math.Clamp((plan.Window.Top / reduced) + ((y + 0.5f) * stepY) - 0.5f, 0, plan.Decoded.Height - 1);
        int left = (int)sourceX, top = (int)sourceY;
        float shareX = sourceX - left, shareY = sourceY - top;
        float At(int atX, int atY) =>
            rgb[(((Math.Min(atY, plan.Decoded.Height - 1) * plan.Decoded.Width) + Math.Min(atX, plan.Decoded.Width - 1)) * 3) + colour];
        var upper = (At(left, top) * (1 - shareX)) + (At(left + 1, top) * shareX);
        var lower = (At(left, top + 1) * (1 - shareX)) + (At(left + 1, top + 1) * shareX);
        return (upper * (1 - shareY)) + (lower * shareY);
    }

    private static ModelInput FixedSize(ColourOrder colour, Placement placement) =>
        AnySize(colour) with { MultipleOf = null, LongSide = null, Size = new() { Width = 64, Height = 48 }, Placement = placement };

    private static ModelInput AnySize(ColourOrder colour) => new()
    {
        Name = "images",
        Layout = TensorLayout.Nchw,
        Type = TensorType.SinglePrecision,
        Colour = colour,
        MultipleOf = 32,
        LongSide = 416,
        Mean = [100, 110, 120],
        Std = [50, 55, 60],
        Padding = 114,
        Placement = Placement.TopLeft,
    };
}
