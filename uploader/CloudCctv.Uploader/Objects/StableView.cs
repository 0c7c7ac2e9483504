using CloudCctv.Imaging;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Events;
using CloudCctv.Uploader.Motion;

namespace CloudCctv.Uploader.Objects;

/// <summary>The scene while nothing moved: small and grey to compare, and the picture itself as evidence. Whoever has it disposes it.</summary>
internal sealed class StableView : IDisposable
{
    private StableView(byte[] points, DateTimeOffset time, PooledBytes jpeg) => (Points, Time, Jpeg) = (points, time, jpeg);

    /// <summary>A copy of the luma.</summary>
    public byte[] Points { get; }

    public DateTimeOffset Time { get; }

    public PooledBytes Jpeg { get; }

    /// <param name="frame">Stays the caller's.</param>
    /// <param name="luma">Of it.</param>
    /// <param name="encoder">For what is no JPEG yet.</param>
    /// <param name="quality">Of a JPEG that is made, 1 to 100.</param>
    /// <returns>Null if its picture cannot be had.</returns>
    public static StableView? Of(Frame frame, Luma luma, FrameEncoder encoder, int quality) =>
        (frame.TakeJpeg(quality) ?? (frame.CopyPicture() is { } copy ? encoder.ToJpeg(copy) : null)) is { } jpeg
            ? new StableView(luma.Pixels.Span[..(luma.Width * luma.Height)].ToArray(), frame.Time, jpeg)
            : null;

    public void Dispose() => Jpeg.Dispose();
}
