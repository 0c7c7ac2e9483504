namespace CloudCctv.Analysis.Sightings;

/// <summary>
/// Makes a picture unrecognisable outside some boxes: tiles of one colour each, the mean of what they cover. Unlike a blur it
/// cannot be undone by sharpening: what was finer than a tile is gone.
/// </summary>
internal static class Mosaic
{
    /// <summary>Tiles along the longest side.</summary>
    private const int Tiles = 24;

    /// <param name="rgb">R, G, B, rows without padding; changed in place.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="clear">Boxes in pixels that stay as they are; right and bottom are outside.</param>
    public static void Lay(Span<byte> rgb, int width, int height, IReadOnlyList<(int Left, int Top, int Right, int Bottom)> clear)
    {
        var side = Math.Max(1, (Math.Max(width, height) + Tiles - 1) / Tiles);
        for (var top = 0; top < height; top += side)
        {
            for (var left = 0; left < width; left += side)
            {
                var tile = (left, top, Math.Min(width, left + side), Math.Min(height, top + side));
                Fill(rgb, width, tile, MeanOf(rgb, width, tile), clear);
            }
        }
    }

    private static (byte R, byte G, byte B) MeanOf(ReadOnlySpan<byte> rgb, int width, (int Left, int Top, int Right, int Bottom) tile)
    {
        int red = 0, green = 0, blue = 0;
        for (var y = tile.Top; y < tile.Bottom; y++)
        {
            for (var at = ((y * width) + tile.Left) * 3; at < ((y * width) + tile.Right) * 3; at += 3)
            {
                red += rgb[at];
                green += rgb[at + 1];
                blue += rgb[at + 2];
            }
        }

        var points = (tile.Right - tile.Left) * (tile.Bottom - tile.Top);
        return ((byte)(red / points), (byte)(green / points), (byte)(blue / points));
    }

    private static void Fill(
        Span<byte> rgb, int width, (int Left, int Top, int Right, int Bottom) tile, (byte R, byte G, byte B) colour, IReadOnlyList<(int Left, int Top, int Right, int Bottom)> clear)
    {
        for (var y = tile.Top; y < tile.Bottom; y++)
        {
            for (var x = tile.Left; x < tile.Right; x++)
            {
                if (!clear.Any(box => x >= box.Left && x < box.Right && y >= box.Top && y < box.Bottom))
                {
                    var at = ((y * width) + x) * 3;
                    (rgb[at], rgb[at + 1], rgb[at + 2]) = colour;
                }
            }
        }
    }
}
