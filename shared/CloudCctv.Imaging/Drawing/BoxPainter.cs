namespace CloudCctv.Imaging.Drawing;

/// <summary>Draws rectangles into R, G, B pictures (rows without padding).</summary>
public static class BoxPainter
{
    /// <summary>
    /// Draws the outline of a rectangle, its line growing inwards. Parts outside the picture are left out.
    /// </summary>
    /// <param name="rgb">The picture, width × height × 3 bytes.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="box">Left, top, right, bottom in pixels; right and bottom are outside.</param>
    /// <param name="colour">Red, green, blue.</param>
    /// <param name="thicknessPixels">At least 1.</param>
    public static void Draw(Span<byte> rgb, int width, int height, (int Left, int Top, int Right, int Bottom) box, (byte R, byte G, byte B) colour, int thicknessPixels)
    {
        Fill(rgb, width, height, (box.Left, box.Top, box.Right, box.Top + thicknessPixels), colour);
        Fill(rgb, width, height, (box.Left, box.Bottom - thicknessPixels, box.Right, box.Bottom), colour);
        Fill(rgb, width, height, (box.Left, box.Top, box.Left + thicknessPixels, box.Bottom), colour);
        Fill(rgb, width, height, (box.Right - thicknessPixels, box.Top, box.Right, box.Bottom), colour);
    }

    private static void Fill(Span<byte> rgb, int width, int height, (int Left, int Top, int Right, int Bottom) area, (byte R, byte G, byte B) colour)
    {
        int left = Math.Max(area.Left, 0), right = Math.Min(area.Right, width);
        for (var y = Math.Max(area.Top, 0); y < Math.Min(area.Bottom, height); y++)
        {
            for (var x = left; x < right; x++)
            {
                var pixel = rgb.Slice(((y * width) + x) * 3, 3);
                (pixel[0], pixel[1], pixel[2]) = colour;
            }
        }
    }
}
