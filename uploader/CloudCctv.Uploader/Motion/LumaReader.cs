using CloudCctv.Imaging.Jpeg;
using CloudCctv.Uploader.Capture;

namespace CloudCctv.Uploader.Motion;

/// <summary>Makes the small grey copy of a frame into one buffer that it keeps. Not thread-safe.</summary>
public sealed class LumaReader : IDisposable
{
    private readonly JpegDecoder decoder = new();
    private byte[] pixels = [];

    /// <exception cref="JpegException">The frame's JPEG cannot be decoded.</exception>
    public Luma Read(Frame frame)
    {
        var jpeg = frame.Format == FrameFormat.Jpeg;
        var source = jpeg ? decoder.ReadHeader(frame.Data.Span) : new JpegHeader(frame.Width, frame.Height);
        int width = JpegScale.Quarter.Scaled(source.Width), height = JpegScale.Quarter.Scaled(source.Height);
        if (pixels.Length < width * height)
        {
            pixels = new byte[width * height];
        }

        if (jpeg)
        {
            decoder.DecodeLuma(frame.Data.Span, JpegScale.Quarter, pixels);
        }
        else
        {
            QuarterScale.Shrink(frame.Data.Span[..(source.Width * source.Height)], source.Width, source.Height, pixels);
        }

        return new Luma(pixels.AsMemory(0, width * height), width, height, source.Width, source.Height);
    }

    public void Dispose() => decoder.Dispose();
}
