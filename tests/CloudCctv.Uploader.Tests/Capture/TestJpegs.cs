using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.Uploader.Tests.Capture;

/// <summary>Small real JPEGs that differ from each other.</summary>
internal static class TestJpegs
{
    public static byte[][] Make(int count, int width = 160, int height = 120)
    {
        using var encoder = new JpegEncoder();
        var rgb = new byte[width * height * 3];
        return [.. Enumerable.Range(1, count).Select(seed =>
        {
            new Random(seed).NextBytes(rgb);
            using var jpeg = encoder.EncodeRgb(rgb, width, height, 70);
            return jpeg.Span.ToArray();
        })];
    }
}
