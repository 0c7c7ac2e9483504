using CloudCctv.Imaging;
using CloudCctv.Uploader.Capture.Rtsp;

namespace CloudCctv.Uploader.Capture;

public enum FrameFormat
{
    /// <summary>The camera's own JPEG file, untouched.</summary>
    Jpeg,

    /// <summary>Planar 4:2:0: all Y, then U, then V, no padding.</summary>
    Yuv420,

    /// <summary>Brightness at a quarter of the sides, rounded up, one byte per pixel; the decoder holds the full picture for when somebody asks for it.</summary>
    Luma,
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

    /// <summary>Of the full picture, pixels; 0 for a JPEG, whose header tells.</summary>
    public int Width { get; init; }

    /// <inheritdoc cref="Width"/>
    public int Height { get; init; }

    /// <summary>For <see cref="FrameFormat.Yuv420"/>: true if black is 0 and white 255, false if they are 16 and 235, as video has it.</summary>
    public bool FullRange { get; init; } = true;

    /// <summary>For <see cref="FrameFormat.Yuv420"/>: true if colours are by ITU-R BT.709, as in HD, instead of BT.601, as in JPEG.</summary>
    public bool IsBt709 { get; init; }

    /// <summary>For <see cref="FrameFormat.Luma"/>: the full picture; null if it cannot be had.</summary>
    internal LaterPicture? Later { get; init; }

    /// <summary>Whether the full picture can be had, as far as is known.</summary>
    public bool HasPicture => Format != FrameFormat.Luma || Later is { IsThere: true };

    /// <summary>A frame of its own with the same full picture; null if that cannot be had any more.</summary>
    public Frame? CopyPicture()
    {
        if (Format != FrameFormat.Luma)
        {
            var copy = PooledBytes.Rent(Data.Length);
            Data.Span.CopyTo(copy.Span);
            return With(Format, copy, Width, Height, FullRange);
        }

        return Later?.Copy() is { } full ? With(full.Format, full.Data, full.Width, full.Height, full.FullRange) : null;
    }

    /// <summary>
    /// The frame with its full picture, or, where that cannot be had any more, with the small one in grey, which is better than none.
    /// It takes the place of this one, which must not be used again.
    /// </summary>
    public Frame TakePicture()
    {
        if (Format != FrameFormat.Luma)
        {
            return this;
        }

        using (this)
        {
            return Later?.Take() is { } full ? With(full.Format, full.Data, full.Width, full.Height, full.FullRange) : Grey();
        }
    }

    /// <summary>The full picture as JPEG from where it is, the caller's; null where it must be taken and encoded.</summary>
    /// <param name="quality">1 to 100.</param>
    internal PooledBytes? TakeJpeg(int quality) => Later?.Jpeg(quality);

    /// <summary>The same frame, encoded.</summary>
    public Frame AsJpeg(PooledBytes jpeg) => new(Number, Time, FrameFormat.Jpeg, jpeg);

    public void Dispose()
    {
        Data.Dispose();
        Later?.Dispose();
    }

    private Frame Grey()
    {
        int width = (Width + 3) / 4, height = (Height + 3) / 4;
        var grey = PooledBytes.Rent(Data.Length + (2 * ((width + 1) / 2) * ((height + 1) / 2)));
        Data.Span.CopyTo(grey.Span);
        grey.Span[Data.Length..].Fill(128);
        return With(FrameFormat.Yuv420, grey, width, height, FullRange);
    }

    private Frame With(FrameFormat format, PooledBytes data, int width, int height, bool fullRange) =>
        new(Number, Time, format, data) { Width = width, Height = height, FullRange = fullRange, IsBt709 = IsBt709 };
}
