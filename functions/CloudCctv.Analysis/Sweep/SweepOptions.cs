using System.ComponentModel.DataAnnotations;

namespace CloudCctv.Analysis.Sweep;

/// <summary>When zips that nobody has asked for are asked for again, and claims that nobody needs are removed.</summary>
public sealed record SweepOptions
{
    /// <summary>Time between two sweeps. 10 seconds to 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00", ErrorMessage = "{0} must be from {1} to {2}.")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// A zip without a result that has waited this much longer than the message at the front of the queue is an orphan. Also the
    /// shortest time from one pass over all zips to the next. 1 minute to 7 days; more than a batch takes.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00", ErrorMessage = "{0} must be from {1} to {2}.")]
    public TimeSpan OlderThan { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Zips looked at in one sweep; the next goes on from there. 1 to 10,000.</summary>
    [Range(1, 10_000, ErrorMessage = "{0} must be from {1} to {2}.")]
    public int MaxPerSweep { get; init; } = 200;
}
