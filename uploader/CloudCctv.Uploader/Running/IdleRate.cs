namespace CloudCctv.Uploader.Running;

/// <summary>
/// Which frames are looked at while nothing moves: after ten quiet seconds only so many per second, and all of them again from
/// the first that moved. Works by the frames' own times. Not thread-safe.
/// </summary>
/// <param name="framesPerSecond">While idle; null for all.</param>
internal sealed class IdleRate(double? framesPerSecond)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);

    // A little less than the interval, because frames do not arrive to the millisecond.
    private readonly TimeSpan interval = TimeSpan.FromSeconds(0.9 / (framesPerSecond ?? 1));
    private DateTimeOffset? lastMotion;
    private DateTimeOffset lastJudged;

    /// <summary>Whether the frame of this time can be left out.</summary>
    public bool Skips(DateTimeOffset time) =>
        framesPerSecond is not null && time - lastMotion >= Quiet && time >= lastJudged && time - lastJudged < interval;

    /// <summary>A frame was looked at.</summary>
    public void Judged(DateTimeOffset time, bool motion)
    {
        lastJudged = time;
        // The gate gets its first seconds to learn the scene; a clock that was set back begins anew.
        lastMotion = motion || lastMotion is null || time < lastMotion ? time : lastMotion;
    }
}
