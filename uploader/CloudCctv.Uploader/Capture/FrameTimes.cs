using CloudCctv.Uploader.Clock;

namespace CloudCctv.Uploader.Capture;

/// <summary>
/// The times of one camera's frames, over all its restarts: each later than the one before by a millisecond at least, which
/// is what names can tell apart. Only where the device's clock itself is set back do they follow it. Not thread-safe.
/// </summary>
internal sealed class FrameTimes(TimeProvider clock)
{
    private static readonly TimeSpan Smallest = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Believed = TimeSpan.FromSeconds(10);

    private readonly CaptureClock? device = clock as CaptureClock;
    private DateTimeOffset last = DateTimeOffset.MinValue;
    private int steps = (clock as CaptureClock)?.Steps ?? 0;
    private bool stepped;

    /// <param name="byCamera">The camera's own time, used while it is within ten seconds of ours.</param>
    public DateTimeOffset Next(DateTimeOffset? byCamera = null)
    {
        var now = clock.GetUtcNow();
        if (device is not null && device.Steps != steps)
        {
            (steps, last, stepped) = (device.Steps, DateTimeOffset.MinValue, true);
        }

        var time = byCamera is { } theirs && (theirs - now).Duration() <= Believed && theirs > last ? theirs : now;
        last = last == DateTimeOffset.MinValue || time >= last + Smallest ? time : last + Smallest;
        return last;
    }

    /// <summary>Whether the device's clock was set before the last time that was given; true once per step.</summary>
    public bool HaveStepped()
    {
        var answer = stepped;
        stepped = false;
        return answer;
    }
}
