namespace CloudCctv.Uploader.Tests.Events;

/// <summary>The colours of video as a JPEG has them, pixel by pixel and exactly: ITU-R BT.601-7, BT.709-6, JFIF 1.02.</summary>
internal static class NaiveJpegColours
{
    // The matrix of BT.601 times the inverse of the matrix of BT.709, for the full range.
    private const double LumaOfBlue = 0.101579, LumaOfRed = 0.196076, BlueOfBlue = 0.989854, BlueOfRed = -0.110653, RedOfBlue = -0.072453, RedOfRed = 0.983398;

    public static byte[] Convert(byte[] yuv, int width, int height, bool fullRange, bool isBt709)
    {
        int chromaWidth = (width + 1) / 2, chroma = chromaWidth * ((height + 1) / 2);
        var result = new byte[yuv.Length];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var at = (width * height) + (y / 2 * chromaWidth) + (x / 2);
                var luma = fullRange ? yuv[(y * width) + x] : Clamp((yuv[(y * width) + x] - 16) * 255.0 / 219);
                var (blue, red) = (Colour(yuv[at], fullRange), Colour(yuv[at + chroma], fullRange));
                result[(y * width) + x] = Byte(isBt709 ? luma + (LumaOfBlue * blue) + (LumaOfRed * red) : luma);
                result[at] = Byte(128 + (isBt709 ? (BlueOfBlue * blue) + (BlueOfRed * red) : blue));
                result[at + chroma] = Byte(128 + (isBt709 ? (RedOfBlue * blue) + (RedOfRed * red) : red));
            }
        }

        return result;
    }

    private static double Colour(byte value, bool fullRange) => Math.Clamp(fullRange ? value - 128 : (value - 128) * 255.0 / 224, -128, 127);

    private static double Clamp(double value) => Math.Clamp(value, 0, 255);

    private static byte Byte(double value) => (byte)Math.Round(Clamp(value));
}
