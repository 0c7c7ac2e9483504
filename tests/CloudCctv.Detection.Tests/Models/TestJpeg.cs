using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.Detection.Tests.Models;

internal static class TestJpeg
{
    public static byte[] Grey(int width, int height)
    {
        var rgb = new byte[width * height * 3];
        rgb.AsSpan().Fill(128);
        using var encoder = new JpegEncoder();
        using var jpeg = encoder.EncodeRgb(rgb, width, height, 85);
        return jpeg.Span.ToArray();
    }
}
