namespace CloudCctv.Uploader.Events;

/// <summary>
/// Turns planar 4:2:0 of one colour matrix into another, in place. JPEG knows BT.601 only (JFIF 1.02): HD video kept as it is
/// would show its reds and greens wrong.
/// </summary>
internal static class ColourMatrix
{
    private const int Bits = 16;

    // The matrix of BT.601 times the inverse of the matrix of BT.709, for the full range 0..255; what they share is left out:
    // grey stays grey.
    private const int LumaOfBlue = (int)(0.101579 * 65536), LumaOfRed = (int)(0.196076 * 65536);
    private const int BlueOfBlue = (int)(0.989854 * 65536), BlueOfRed = (int)(-0.110653 * 65536);
    private const int RedOfBlue = (int)(-0.072453 * 65536), RedOfRed = (int)(0.983398 * 65536);

    /// <param name="yuv">Full range; width × height bytes of Y, then two planes of half the sides, rounded up.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    public static void Bt709ToBt601(Span<byte> yuv, int width, int height)
    {
        int chromaWidth = (width + 1) / 2, chromaHeight = (height + 1) / 2;
        var blues = yuv.Slice(width * height, chromaWidth * chromaHeight);
        var reds = yuv.Slice((width * height) + blues.Length, blues.Length);
        for (var row = 0; row < chromaHeight; row++)
        {
            var upper = yuv.Slice(2 * row * width, width);
            var lower = (2 * row) + 1 < height ? yuv.Slice(((2 * row) + 1) * width, width) : [];
            Convert(blues.Slice(row * chromaWidth, chromaWidth), reds.Slice(row * chromaWidth, chromaWidth), upper, lower);
        }
    }

    private static void Convert(Span<byte> blues, Span<byte> reds, Span<byte> upper, Span<byte> lower)
    {
        const int Half = 1 << (Bits - 1);
        for (var i = 0; i < blues.Length; i++)
        {
            int blue = blues[i] - 128, red = reds[i] - 128;
            if ((blue | red) == 0)
            {
                continue;
            }

            var luma = ((LumaOfBlue * blue) + (LumaOfRed * red) + Half) >> Bits;
            blues[i] = Byte(128 + (((BlueOfBlue * blue) + (BlueOfRed * red) + Half) >> Bits));
            reds[i] = Byte(128 + (((RedOfBlue * blue) + (RedOfRed * red) + Half) >> Bits));
            Lighten(upper, 2 * i, luma);
            Lighten(lower, 2 * i, luma);
        }
    }

    // The last column of an odd width has no neighbour, the last row of an odd height none below.
    private static void Lighten(Span<byte> row, int at, int by)
    {
        for (var x = at; x < at + 2 && x < row.Length; x++)
        {
            row[x] = Byte(row[x] + by);
        }
    }

    private static byte Byte(int value) => (byte)Math.Clamp(value, 0, 255);
}
