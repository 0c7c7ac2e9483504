namespace CloudCctv.Gallery.Assets.Icons;

/// <summary>
/// Draws <c>icon.svg</c> as pixels, for systems that take no SVG as the icon of an app. By distances to its outlines, so that
/// edges are smooth at any size; the numbers are those of the drawing, 64 × 64.
/// </summary>
internal static class IconPainter
{
    private const double Side = 64;

    private static readonly Colour Ground = new(0x12, 0x16, 0x1a);
    private static readonly Colour Mark = new(0xff, 0xb4, 0x54);
    private static readonly Colour White = new(0xff, 0xff, 0xff);

    /// <summary>With round corners on nothing, as the SVG is.</summary>
    /// <param name="pixels">Width and height.</param>
    public static byte[] App(int pixels) => Png(pixels, zoom: 1, Mark, (x, y) => RoundBox(x, y, half: 32, radius: 14));

    /// <summary>Full to the edge, the mark within the inner 80 %: systems cut their own shape out of it.</summary>
    /// <param name="pixels">Width and height.</param>
    public static byte[] Maskable(int pixels) => Png(pixels, zoom: 1.2, Mark, (_, _) => double.NegativeInfinity);

    /// <summary>The mark alone in white: Android takes only its shape, for the bar at the top.</summary>
    /// <param name="pixels">Width and height.</param>
    public static byte[] Badge(int pixels) => Png(pixels, zoom: 0.75, White, (_, _) => double.PositiveInfinity);

    // Distances are in units of the drawing; half a pixel to either side of an outline is partly covered.
    private static byte[] Png(int pixels, double zoom, Colour mark, Func<double, double, double> ground)
    {
        var rgba = new byte[pixels * pixels * 4];
        var unit = Side / pixels;
        for (var row = 0; row < pixels; row++)
        {
            for (var column = 0; column < pixels; column++)
            {
                var (x, y) = (((column + 0.5) * unit) - (Side / 2), ((row + 0.5) * unit) - (Side / 2));
                var under = Covered(ground(x, y), unit);
                var over = Covered(Marks(x * zoom, y * zoom) / zoom, unit);
                Blend(rgba.AsSpan(((row * pixels) + column) * 4, 4), under, mark, over);
            }
        }

        return PngWriter.Write(rgba, pixels, pixels);
    }

    private static double Covered(double distance, double unit) => Math.Clamp(0.5 - (distance / unit), 0, 1);

    private static void Blend(Span<byte> pixel, double under, Colour mark, double over)
    {
        var alpha = over + (under * (1 - over));
        byte Mix(byte top, byte below) => alpha == 0 ? (byte)0 : (byte)Math.Round(((top * over) + (below * under * (1 - over))) / alpha);
        pixel[0] = Mix(mark.Red, Ground.Red);
        pixel[1] = Mix(mark.Green, Ground.Green);
        pixel[2] = Mix(mark.Blue, Ground.Blue);
        pixel[3] = (byte)Math.Round(alpha * 255);
    }

    // The lens, and one corner of the frame mirrored into all four.
    private static double Marks(double x, double y) => Math.Min(Math.Sqrt((x * x) + (y * y)) - 8, Corner(-Math.Abs(x), -Math.Abs(y)) - 2.5);

    // "M14 24v-6a4 4 0 0 1 4-4h6", from the middle of the drawing.
    private static double Corner(double x, double y)
    {
        const double edge = -18, turn = -14, end = -8;
        var upright = Length(x - edge, y - Math.Clamp(y, turn, end));
        var level = Length(x - Math.Clamp(x, turn, end), y - edge);
        var arc = x < turn && y < turn ? Math.Abs(Length(x - turn, y - turn) - (turn - edge)) : double.PositiveInfinity;
        return Math.Min(arc, Math.Min(upright, level));
    }

    private static double RoundBox(double x, double y, double half, double radius)
    {
        var (right, down) = (Math.Abs(x) - half + radius, Math.Abs(y) - half + radius);
        return Length(Math.Max(right, 0), Math.Max(down, 0)) + Math.Min(Math.Max(right, down), 0) - radius;
    }

    private static double Length(double x, double y) => Math.Sqrt((x * x) + (y * y));

    private readonly record struct Colour(byte Red, byte Green, byte Blue);
}
