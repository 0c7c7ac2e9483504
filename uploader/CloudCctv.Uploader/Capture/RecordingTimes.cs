namespace CloudCctv.Uploader.Capture;

/// <summary>
/// The times of a recording's frames: as far apart as they were when it was made, however fast it is read, and never in the
/// future. When it was made nobody knows for certain: read at its own speed it begins now, read faster it ends now.
/// </summary>
internal sealed class RecordingTimes
{
    private const double FramesPerSecondIfUnknown = 25;

    // Of a recording that does not tell its length: video of a camera has more.
    private const double FewestBytesPerSecond = 10_000;
    private static readonly TimeSpan Smallest = TimeSpan.FromMilliseconds(1);

    private readonly DateTimeOffset start;
    private readonly double framesPerSecond;
    private readonly TimeProvider clock;
    private DateTimeOffset last = DateTimeOffset.MinValue;

    public RecordingTimes(StreamInfo? info, long bytes, bool maxSpeed, TimeProvider clock)
        : this(info?.FramesPerSecond ?? FramesPerSecondIfUnknown, maxSpeed ? info?.Duration ?? TimeSpan.FromSeconds(bytes / FewestBytesPerSecond) : TimeSpan.Zero, clock)
    {
    }

    public RecordingTimes(double framesPerSecond, TimeSpan ago, TimeProvider clock)
    {
        (this.framesPerSecond, this.clock) = (framesPerSecond, clock);
        start = clock.GetUtcNow() - ago;
    }

    /// <param name="index">Of the frame, from 0; ascending.</param>
    public DateTimeOffset Of(long index)
    {
        var (time, now) = (start + TimeSpan.FromSeconds(index / framesPerSecond), clock.GetUtcNow());
        time = time < now ? time : now;
        last = time >= last + Smallest || last == DateTimeOffset.MinValue ? time : last + Smallest;
        return last;
    }
}
