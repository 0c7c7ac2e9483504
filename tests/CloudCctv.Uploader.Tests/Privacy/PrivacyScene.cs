using CloudCctv.Contracts.Geometry;
using CloudCctv.Imaging.Jpeg;
using CloudCctv.Uploader.Privacy;

namespace CloudCctv.Uploader.Tests.Privacy;

/// <summary>A mask over the middle of the picture, where in test clips somebody walks, and a look at what is left there.</summary>
internal static class PrivacyScene
{
    /// <summary>A slanted area that ends on no block's border.</summary>
    public static readonly PrivacyOptions Middle = new()
    {
        Masks = [new Polygon("neighbour", [new(0.41, 0.2), new(0.63, 0.23), new(0.6, 0.83), new(0.38, 0.8)])],
    };

    /// <summary>Fails unless the area is one grey; and unless there is a picture around it.</summary>
    public static void AssertFlat(ReadOnlySpan<byte> jpeg)
    {
        using var decoder = new JpegDecoder();
        var size = decoder.ReadHeader(jpeg);
        var rgb = new byte[size.Pixels * 3];
        decoder.DecodeRgb(jpeg, JpegScale.Full, rgb);
        AssertFlat(rgb, size.Width, size.Height, tolerance: 0);
    }

    /// <param name="rgb">R, G, B without padding.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="tolerance">Grey levels: what encoding again may do.</param>
    public static void AssertFlat(byte[] rgb, int width, int height, int tolerance)
    {
        var inside = new List<byte>();
        var outside = new HashSet<byte>();
        for (var i = 0; i < width * height; i++)
        {
            var isInside = Middle.Masks[0].Contains(((i % width) + 0.5) / width, ((i / width) + 0.5) / height);
            for (var c = i * 3; c < (i * 3) + 3; c++)
            {
                (isInside ? (ICollection<byte>)inside : outside).Add(rgb[c]);
            }
        }

        Assert.InRange(inside.Count, width * height / 4, width * height);
        Assert.InRange(inside.Max() - inside.Min(), 0, tolerance);
        Assert.InRange(outside.Count, 20, 256);
    }
}
