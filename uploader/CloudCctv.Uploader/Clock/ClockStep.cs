namespace CloudCctv.Uploader.Clock;

/// <summary>The device's clock was set while we ran: what was taken before it carries times of another timeline.</summary>
/// <param name="Since">When that timeline began, in its own time: the start of the device.</param>
/// <param name="From">The moment of the step in the old time.</param>
/// <param name="Shift">What makes old times right; whole milliseconds, as in names.</param>
/// <param name="Timestamp">The moment of the step by the device's counter.</param>
public sealed record ClockStep(DateTimeOffset Since, DateTimeOffset From, TimeSpan Shift, long Timestamp)
{
    public DateTimeOffset To => From + Shift;

    /// <summary>Whether a time can be one of the old timeline.</summary>
    public bool Concerns(DateTimeOffset time) => time >= Since && time <= From;
}
