using CloudCctv.Imaging.Erasing;
using CloudCctv.Imaging.Jpeg;
using CloudCctv.Uploader.Capture;

namespace CloudCctv.Uploader.Motion;

/// <summary>Makes the small grey copy of a frame into one buffer that it keeps. Not thread-safe.</summary>
/// <param name="scale">How much smaller: a quarter or an eighth of the sides.</param>
/// <param name="hidden">What is erased in the frames: made as bright as the rest on average. Null for nothing.</param>
public sealed class LumaReader(JpegScale scale = JpegScale.Quarter, PlaneEraser? hidden = null) : IDisposable
{
    private readonly JpegDecoder decoder = new();
    private byte[] pixels = [];
    private byte[] quarter = [];

    /// <exception cref="JpegException">The frame's JPEG cannot be decoded.</exception>
    public Luma Read(Frame frame)
    {
        var jpeg = frame.Format == FrameFormat.Jpeg;
        var source = jpeg ? decoder.ReadHeader(frame.Data.Span) : new JpegHeader(frame.Width, frame.Height);
        int width = scale.Scaled(source.Width), height = scale.Scaled(source.Height);
        if (pixels.Length < width * height)
        {
            pixels = new byte[width * height];
        }

        if (jpeg)
        {
            decoder.DecodeLuma(frame.Data.Span, scale, pixels);
        }
        else if (frame.Format == FrameFormat.Luma)
        {
            // What is hidden in it is even already, at a quarter and so at an eighth.
            return FromSmall(frame);
        }
        else
        {
            Shrink(frame.Data.Span[..(source.Width * source.Height)], source.Width, source.Height);
        }

        hidden?.EvenLuma(pixels.AsSpan(0, width * height), source.Width, source.Height, (int)scale);
        return new Luma(pixels.AsMemory(0, width * height), width, height, source.Width, source.Height);
    }

    // It comes at a quarter of the sides already.
    private Luma FromSmall(Frame frame)
    {
        int width = JpegScale.Quarter.Scaled(frame.Width), height = JpegScale.Quarter.Scaled(frame.Height);
        if (scale == JpegScale.Quarter)
        {
            return new Luma(frame.Data.Memory, width, height, frame.Width, frame.Height);
        }

        HalfScale.Shrink(frame.Data.Span, width, height, pixels);
        width = scale.Scaled(frame.Width);
        height = scale.Scaled(frame.Height);
        return new Luma(pixels.AsMemory(0, width * height), width, height, frame.Width, frame.Height);
    }

    private void Shrink(ReadOnlySpan<byte> plane, int width, int height)
    {
        if (scale == JpegScale.Quarter)
        {
            QuarterScale.Shrink(plane, width, height, pixels);
            return;
        }

        int quarterWidth = JpegScale.Quarter.Scaled(width), quarterHeight = JpegScale.Quarter.Scaled(height);
        if (quarter.Length < quarterWidth * quarterHeight)
        {
            quarter = new byte[quarterWidth * quarterHeight];
        }

        QuarterScale.Shrink(plane, width, height, quarter);
        HalfScale.Shrink(quarter, quarterWidth, quarterHeight, pixels);
    }

    public void Dispose() => decoder.Dispose();
}
