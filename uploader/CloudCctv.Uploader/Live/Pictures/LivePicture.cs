using CloudCctv.Imaging;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Motion;

namespace CloudCctv.Uploader.Live.Pictures;

/// <summary>
/// One picture for all viewers, counted: the last who lets go of it gives its buffer back. A decoded one is encoded when the
/// first viewer asks, once. Thread-safe.
/// </summary>
/// <param name="frame">A copy of its own; taken over.</param>
/// <param name="number">Counted from 1 by the feed.</param>
/// <param name="motion">What the gate said of it, or of a stronger one since the picture before.</param>
/// <param name="encoder">Shared by the pictures of a camera.</param>
internal sealed class LivePicture(Frame frame, long number, MotionResult motion, SharedEncoder encoder) : IDisposable
{
    private readonly Lock gate = new();
    private int holders = 1;
    private Task<PooledBytes>? jpeg;

    public long Number { get; } = number;

    public DateTimeOffset Time { get; } = frame.Time;

    public MotionResult Motion { get; } = motion;

    /// <summary>The file; valid until this is disposed by whoever asked.</summary>
    /// <exception cref="Imaging.Jpeg.JpegException">It cannot be encoded.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> JpegAsync()
    {
        Task<PooledBytes> made;
        lock (gate)
        {
            made = jpeg ??= frame.Format == FrameFormat.Jpeg ? Task.FromResult(frame.Data) : Task.Run(() => encoder.Encode(frame));
        }

        return (await made).Memory;
    }

    /// <summary>One more holder, who disposes it too.</summary>
    public LivePicture Hold()
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(holders == 0, this);
            holders++;
            return this;
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            if (--holders > 0)
            {
                return;
            }
        }

        // Whoever waits for the encoder holds the picture: it is done, has failed, or was never begun.
        frame.Dispose();
        if (jpeg is { IsCompletedSuccessfully: true })
        {
            jpeg.Result.Dispose();
        }
    }
}
