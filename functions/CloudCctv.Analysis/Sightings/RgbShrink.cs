namespace CloudCctv.Analysis.Sightings;

/// <summary>Makes R, G, B pictures smaller: each new pixel is the mean of the old pixels that it covers (box filter).</summary>
internal static class RgbShrink
{
    /// <param name="source">Rows without padding.</param>
    /// <param name="sourceWidth">Pixels.</param>
    /// <param name="sourceHeight">Pixels.</param>
    /// <param name="target">Rows without padding.</param>
    /// <param name="width">Pixels, 1 to <paramref name="sourceWidth"/>.</param>
    /// <param name="height">Pixels, 1 to <paramref name="sourceHeight"/>.</param>
    public static void Into(ReadOnlySpan<byte> source, int sourceWidth, int sourceHeight, Span<byte> target, int width, int height)
    {
        if (width == sourceWidth && height == sourceHeight)
        {
            source[..(width * height * 3)].CopyTo(target);
            return;
        }

        for (var y = 0; y < height; y++)
        {
            var (top, bottom) = Covered(y, height, sourceHeight);
            for (var x = 0; x < width; x++)
            {
                var (left, right) = Covered(x, width, sourceWidth);
                Mean(source, sourceWidth, (left, top, right, bottom), target.Slice(((y * width) + x) * 3, 3));
            }
        }
    }

    private static (int From, int To) Covered(int index, int length, int sourceLength)
    {
        var from = (int)((long)index * sourceLength / length);
        return (from, Math.Max(from + 1, (int)((long)(index + 1) * sourceLength / length)));
    }

    private static void Mean(ReadOnlySpan<byte> source, int sourceWidth, (int Left, int Top, int Right, int Bottom) area, Span<byte> pixel)
    {
        int red = 0, green = 0, blue = 0;
        for (var y = area.Top; y < area.Bottom; y++)
        {
            var row = source.Slice(((y * sourceWidth) + area.Left) * 3, (area.Right - area.Left) * 3);
            for (var i = 0; i < row.Length; i += 3)
            {
                red += row[i];
                green += row[i + 1];
                blue += row[i + 2];
            }
        }

        var count = (area.Bottom - area.Top) * (area.Right - area.Left);
        (pixel[0], pixel[1], pixel[2]) = ((byte)(red / count), (byte)(green / count), (byte)(blue / count));
    }
}
