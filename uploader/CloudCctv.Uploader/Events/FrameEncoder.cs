using CloudCctv.Imaging;
using CloudCctv.Imaging.Jpeg;
using CloudCctv.Uploader.Capture;

namespace CloudCctv.Uploader.Events;

/// <summary>Turns kept frames into JPEGs: a camera's own pass through, decoded ones are encoded. Not thread-safe.</summary>
public sealed class FrameEncoder(int quality) : IDisposable
{
    private readonly JpegEncoder encoder = new();

    /// <summary>Takes the frame over: its buffer becomes the result's or is given back.</summary>
    public PooledBytes ToJpeg(Frame frame)
    {
        if (frame.Format == FrameFormat.Jpeg)
        {
            return frame.Data;
        }

        if (frame.TakeJpeg(quality) is { } made)
        {
            frame.Dispose();
            return made;
        }

        using var picture = frame.TakePicture();
        if (picture.FullRange && !picture.IsBt709)
        {
            return encoder.EncodeYuv420(picture.Data.Span, picture.Width, picture.Height, quality);
        }

        using var converted = PooledBytes.Rent(picture.Data.Length);
        JpegColours.Convert(YuvPlanes.Of(picture.Data.Span, picture.Width, picture.Height), picture.FullRange, picture.IsBt709, converted.Span);
        return encoder.EncodeYuv420(converted.Span, picture.Width, picture.Height, quality);
    }

    public void Dispose() => encoder.Dispose();
}
