using CloudCctv.Imaging;

namespace CloudCctv.Uploader.Capture;

public enum FrameFormat
{
    /// <summary>The camera's own JPEG file, untouched.</summary>
    Jpeg,

    /// <summary>Planar 4:2:0: all Y, then U, then V, no padding.</summary>
    Yuv420,
}

/// <summary>One picture. Whoever holds it last disposes it, which gives its buffer back.</summary>
public sealed class Frame(long number, DateTimeOffset time, FrameFormat format, PooledBytes data) : IDisposable
{
    /// <summary>Place in the source, counted from 0; it goes on over restarts of a camera.</summary>
    public long Number { get; } = number;

    /// <summary>When it was taken, UTC.</summary>
    public DateTimeOffset Time { get; } = time;

    public FrameFormat Format { get; } = format;

    public PooledBytes Data { get; } = data;

    /// <summary>Pixels; 0 for a JPEG, whose header tells.</summary>
    public int Width { get; init; }

    /// <inheritdoc cref="Width"/>
    public int Height { get; init; }

    /// <summary>For <see cref="FrameFormat.Yuv420"/>: true if black is 0 and white 255, false if they are 16 and 235, as video has it.</summary>
    public bool FullRange { get; init; } = true;

    /// <summary>For <see cref="FrameFormat.Yuv420"/>: true if colours are by ITU-R BT.709, as in HD, instead of BT.601, as in JPEG.</summary>
    public bool IsBt709 { get; init; }

    public void Dispose() => Data.Dispose();
}
