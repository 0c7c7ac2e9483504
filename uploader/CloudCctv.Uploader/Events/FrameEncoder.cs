using CloudCctv.Imaging;
using CloudCctv.Imaging.Jpeg;
using CloudCctv.Uploader.Capture;

namespace CloudCctv.Uploader.Events;

/// <summary>Turns kept frames into JPEGs: a camera's own pass through, decoded ones are encoded. Not thread-safe.</summary>
public sealed class FrameEncoder(int quality) : IDisposable
{
    // Video keeps brightness in 16..235 and colour in 16..240 (ITU-R BT.601); JPEG uses 0..255 for both (JFIF 1.02).
    private static readonly byte[] FullLuma = Expand(offset: 16, range: 219, centre: 0);
    private static readonly byte[] FullChroma = Expand(offset: 128, range: 224, centre: 128);

    private readonly JpegEncoder encoder = new();

    /// <summary>Takes the frame over: its buffer becomes the result's or is given back.</summary>
    public PooledBytes ToJpeg(Frame frame)
    {
        if (frame.Format == FrameFormat.Jpeg)
        {
            return frame.Data;
        }

        using var picture = frame.TakePicture();
        var yuv = picture.Data.Span;
        if (!picture.FullRange)
        {
            var luma = picture.Width * picture.Height;
            Map(yuv[..luma], FullLuma);
            Map(yuv[luma..], FullChroma);
        }

        if (picture.IsBt709)
        {
            ColourMatrix.Bt709ToBt601(yuv, picture.Width, picture.Height);
        }

        return encoder.EncodeYuv420(yuv, picture.Width, picture.Height, quality);
    }

    public void Dispose() => encoder.Dispose();

    private static void Map(Span<byte> plane, byte[] table)
    {
        for (var i = 0; i < plane.Length; i++)
        {
            plane[i] = table[plane[i]];
        }
    }

    private static byte[] Expand(int offset, int range, int centre) =>
        [.. Enumerable.Range(0, 256).Select(value => (byte)Math.Clamp(Math.Round(((value - offset) * 255.0 / range) + centre), 0, 255))];
}
