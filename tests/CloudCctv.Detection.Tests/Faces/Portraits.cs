using CloudCctv.Detection.Faces.Haar;
using CloudCctv.Imaging.Jpeg;
using CloudCctv.Tests.Support;

namespace CloudCctv.Detection.Tests.Faces;

/// <summary>Pictures of two men from Debian's opencv-doc, and the cascade from opencv-data; tests without them are skipped.</summary>
internal static class Portraits
{
    public const string One = "227943776_1.jpg";

    public const string Other = "230501201_1.jpg";

    public static byte[] Read(string name) => File.ReadAllBytes(Footage.Find(name));

    public static string Cascade()
    {
        Assert.SkipWhen(!File.Exists(CascadeFile.DebianPath), $"{CascadeFile.DebianPath} is not here: apt-get install opencv-data.");
        return CascadeFile.DebianPath;
    }

    /// <summary>As another camera would have taken it: darker, smaller, compressed.</summary>
    public static byte[] Altered(byte[] jpeg, double brightness, JpegScale scale, int quality)
    {
        using var decoder = new JpegDecoder();
        var full = decoder.ReadHeader(jpeg);
        var rgb = new byte[full.Pixels * 3];
        var size = decoder.DecodeRgb(jpeg, scale, rgb);
        for (var i = 0; i < rgb.Length; i++)
        {
            rgb[i] = (byte)(rgb[i] * brightness);
        }

        using var encoder = new JpegEncoder();
        using var altered = encoder.EncodeRgb(rgb, size.Width, size.Height, quality);
        return altered.Span.ToArray();
    }

    public static (byte[] Luma, JpegHeader Size) Luma(byte[] jpeg)
    {
        using var decoder = new JpegDecoder();
        var size = decoder.ReadHeader(jpeg);
        var luma = new byte[size.Pixels];
        decoder.DecodeLuma(jpeg, JpegScale.Full, luma);
        return (luma, size);
    }
}
