namespace CloudCctv.Imaging.Tests.Jpeg;

/// <summary>Smooth colour ramps: what JPEG keeps well, so that small tolerances can be asked for.</summary>
internal static class TestPicture
{
    public static byte[] Rgb(int width, int height)
    {
        var rgb = new byte[width * height * 3];
        for (var i = 0; i < width * height; i++)
        {
            int x = i % width, y = i / width;
            rgb[i * 3] = (byte)(x * 255 / width);
            rgb[(i * 3) + 1] = (byte)(y * 255 / height);
            rgb[(i * 3) + 2] = (byte)(255 - (x * 255 / width));
        }

        return rgb;
    }

    /// <summary>BT.601, full range, as in JFIF.</summary>
    public static byte Luma(ReadOnlySpan<byte> rgb, int pixel) =>
        (byte)Math.Round((0.299 * rgb[pixel * 3]) + (0.587 * rgb[(pixel * 3) + 1]) + (0.114 * rgb[(pixel * 3) + 2]));

    public static double MeanDifference(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Assert.Equal(left.Length, right.Length);
        long sum = 0;
        for (var i = 0; i < left.Length; i++)
        {
            sum += Math.Abs(left[i] - right[i]);
        }

        return (double)sum / left.Length;
    }
}
