using CloudCctv.Contracts.Geometry;
using CloudCctv.Uploader.Motion;

namespace CloudCctv.Uploader.Events;

/// <summary>
/// How sharp a part of a picture is: the mean of the squared steps of brightness from pixel to pixel, to the right and
/// downwards (gradient energy). Blur by motion or focus lowers it; it compares frames of one scene, not scenes.
/// </summary>
public static class Sharpness
{
    /// <param name="luma">The small grey copy of the frame.</param>
    /// <param name="box">The part, in 0..1 of the frame; null for none.</param>
    /// <returns>Squared grey levels, 0 or more; 0 for a part of less than two pixels in width or height.</returns>
    public static double Of(Luma luma, Box? box)
    {
        if (box is not { } part)
        {
            return 0;
        }

        int left = Math.Clamp((int)(part.Left * luma.Width), 0, luma.Width), right = Math.Clamp((int)Math.Ceiling(part.Right * luma.Width), 0, luma.Width);
        int top = Math.Clamp((int)(part.Top * luma.Height), 0, luma.Height), bottom = Math.Clamp((int)Math.Ceiling(part.Bottom * luma.Height), 0, luma.Height);
        if (right - left < 2 || bottom - top < 2)
        {
            return 0;
        }

        var pixels = luma.Pixels.Span;
        long energy = 0;
        for (var y = top; y < bottom - 1; y++)
        {
            energy += OfRow(pixels.Slice((y * luma.Width) + left, right - left), pixels.Slice(((y + 1) * luma.Width) + left, right - left));
        }

        return (double)energy / ((long)(right - left - 1) * (bottom - top - 1));
    }

    // Both steps of a pixel squared are 130 050 at most: 16 000 pixels of a row fit.
    private static int OfRow(ReadOnlySpan<byte> row, ReadOnlySpan<byte> below)
    {
        var energy = 0;
        for (var x = 0; x < row.Length - 1; x++)
        {
            int right = row[x + 1] - row[x], down = below[x] - row[x];
            energy += (right * right) + (down * down);
        }

        return energy;
    }
}
