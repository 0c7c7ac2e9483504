using CloudCctv.Imaging;
using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.Uploader.Events;

/// <summary>Makes small JPEGs of large ones: to a half, a quarter or an eighth of the sides, in lower quality. Not thread-safe.</summary>
internal sealed class PictureShrinker : IDisposable
{
    private const int Quality = 60;

    // Hardly ever needed: made when it is.
    private readonly Lazy<JpegDecoder> decoder = new(() => new JpegDecoder());
    private readonly Lazy<JpegEncoder> encoder = new(() => new JpegEncoder());

    /// <summary>Takes the picture over.</summary>
    /// <param name="jpeg">The file.</param>
    /// <param name="longestSidePixels">What the longer side should have at most; an eighth is the least there is.</param>
    /// <returns>The smaller file; the same one if it cannot be made smaller.</returns>
    public PooledBytes Shrink(PooledBytes jpeg, int longestSidePixels)
    {
        try
        {
            var small = Encode(jpeg, longestSidePixels);
            var (better, worse) = small.Length < jpeg.Length ? (small, jpeg) : (jpeg, small);
            worse.Dispose();
            return better;
        }
        catch (JpegException)
        {
            // Damaged on its way from the camera: better as it is than not at all.
            return jpeg;
        }
    }

    public void Dispose()
    {
        if (decoder.IsValueCreated)
        {
            decoder.Value.Dispose();
        }

        if (encoder.IsValueCreated)
        {
            encoder.Value.Dispose();
        }
    }

    private PooledBytes Encode(PooledBytes jpeg, int longestSidePixels)
    {
        var full = decoder.Value.ReadHeader(jpeg.Span);
        var longest = Math.Max(full.Width, full.Height);
        var scale = Enum.GetValues<JpegScale>().FirstOrDefault(scale => scale.Scaled(longest) <= longestSidePixels, JpegScale.Eighth);
        using var rgb = PooledBytes.Rent(scale.Scaled(full.Width) * scale.Scaled(full.Height) * 3);
        var small = decoder.Value.DecodeRgb(jpeg.Span, scale, rgb.Span);
        return encoder.Value.EncodeRgb(rgb.Span, small.Width, small.Height, Quality);
    }
}
