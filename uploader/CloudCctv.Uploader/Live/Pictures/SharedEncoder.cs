using CloudCctv.Imaging;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Events;

namespace CloudCctv.Uploader.Live.Pictures;

/// <summary>The one encoder of a camera's live pictures, there only while somebody watches. Thread-safe.</summary>
internal sealed class SharedEncoder(int quality) : IDisposable
{
    private readonly Lock turn = new();
    private FrameEncoder? encoder;

    /// <summary>Pictures encoded so far.</summary>
    public long Encodes { get; private set; }

    /// <summary>Takes the frame over.</summary>
    public PooledBytes Encode(Frame frame)
    {
        lock (turn)
        {
            Encodes++;
            encoder ??= new FrameEncoder(quality);
            return encoder.ToJpeg(frame);
        }
    }

    /// <summary>Gives its memory back; the next picture brings a new one.</summary>
    public void Dispose()
    {
        lock (turn)
        {
            encoder?.Dispose();
            encoder = null;
        }
    }
}
