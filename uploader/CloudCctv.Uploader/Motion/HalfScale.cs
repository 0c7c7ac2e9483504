namespace CloudCctv.Uploader.Motion;

/// <summary>Shrinks a small plane to half of its sides by the mean of 2 × 2 pixels, rounded to nearest.</summary>
public static class HalfScale
{
    /// <param name="plane">Width × height bytes, rows without padding.</param>
    /// <param name="width">Pixels, at least 1.</param>
    /// <param name="height">Pixels, at least 1.</param>
    /// <param name="shrunk">At least ⌈width / 2⌉ × ⌈height / 2⌉ bytes.</param>
    public static void Shrink(ReadOnlySpan<byte> plane, int width, int height, Span<byte> shrunk)
    {
        var outWidth = (width + 1) / 2;
        for (var y = 0; y < height; y += 2)
        {
            var upper = plane.Slice(y * width, width);
            var lower = plane.Slice(Math.Min(y + 1, height - 1) * width, width);
            var target = shrunk.Slice(y / 2 * outWidth, outWidth);
            for (var x = 0; x < outWidth; x++)
            {
                int left = 2 * x, right = Math.Min(left + 1, width - 1);
                target[x] = (byte)((upper[left] + upper[right] + lower[left] + lower[right] + 2) / 4);
            }
        }
    }
}
