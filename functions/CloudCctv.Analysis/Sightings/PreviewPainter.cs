using CloudCctv.Contracts.Geometry;
using CloudCctv.Imaging;
using CloudCctv.Imaging.Drawing;
using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.Analysis.Sightings;

/// <summary>Makes the small picture with boxes that the gallery lists and phones show. One instance serves one thread at a time.</summary>
/// <param name="limits">What an original may ask of the decoder.</param>
/// <param name="hideRest">True to make everything outside the boxes unrecognisable, see <see cref="Mosaic"/>.</param>
public sealed class PreviewPainter(JpegLimits? limits = null, bool hideRest = false) : IDisposable
{
    /// <summary>Longest side of a preview, pixels. Smaller originals keep their size.</summary>
    public const int MaxSidePixels = 640;

    private const int Quality = 80;

    private const int LinePixels = 3;

    private static readonly (byte R, byte G, byte B) LineColour = (255, 122, 0);

    private readonly JpegDecoder decoder = new(limits);
    private readonly JpegEncoder encoder = new();

    /// <param name="jpeg">The original.</param>
    /// <param name="boxes">What to draw, in 0..1 of the frame.</param>
    /// <returns>A JPEG in a pooled buffer that the caller disposes.</returns>
    /// <exception cref="JpegException">The original cannot be decoded.</exception>
    public PooledBytes Paint(ReadOnlySpan<byte> jpeg, IEnumerable<Box> boxes)
    {
        var original = decoder.ReadHeader(jpeg);
        var scale = ScaleFor(original);
        using var decoded = PooledBytes.Rent(scale.Scaled(original.Width) * scale.Scaled(original.Height) * 3);
        var size = decoder.DecodeRgb(jpeg, scale, decoded.Span);

        var small = Fit(size);
        using var shrunk = PooledBytes.Rent(small.Width * small.Height * 3);
        RgbShrink.Into(decoded.Span, size.Width, size.Height, shrunk.Span, small.Width, small.Height);
        var drawn = boxes.Select(box => ToPixels(box, small)).ToList();
        if (hideRest)
        {
            Mosaic.Lay(shrunk.Span, small.Width, small.Height, drawn);
        }

        foreach (var box in drawn)
        {
            BoxPainter.Draw(shrunk.Span, small.Width, small.Height, box, LineColour, LinePixels);
        }

        return encoder.EncodeRgb(shrunk.Span, small.Width, small.Height, Quality);
    }

    public void Dispose()
    {
        decoder.Dispose();
        encoder.Dispose();
    }

    // The decoder's own scaling is nearly free: let it do as much as it can without going below the size wanted.
    private static JpegScale ScaleFor(JpegHeader size)
    {
        JpegScale[] smallestFirst = [JpegScale.Eighth, JpegScale.Quarter, JpegScale.Half];
        return smallestFirst.FirstOrDefault(scale => scale.Scaled(Math.Max(size.Width, size.Height)) >= MaxSidePixels, JpegScale.Full);
    }

    private static JpegHeader Fit(JpegHeader size)
    {
        var ratio = Math.Min(1.0, (double)MaxSidePixels / Math.Max(size.Width, size.Height));
        return new JpegHeader(Math.Max(1, (int)Math.Round(size.Width * ratio)), Math.Max(1, (int)Math.Round(size.Height * ratio)));
    }

    private static (int Left, int Top, int Right, int Bottom) ToPixels(Box box, JpegHeader size) => (
        (int)Math.Floor(box.Left * size.Width), (int)Math.Floor(box.Top * size.Height),
        (int)Math.Ceiling(box.Right * size.Width), (int)Math.Ceiling(box.Bottom * size.Height));
}
