using System.ComponentModel.DataAnnotations;

namespace CloudCctv.Analysis.Sweep;

/// <summary>When zips that nobody has asked for are asked for again.</summary>
public sealed record SweepOptions
{
    /// <summary>Time between two sweeps. 10 seconds to 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00", ErrorMessage = "{0} must be from {1} to {2}.")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A zip this old without a result is an orphan. 1 minute to 7 days.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00", ErrorMessage = "{0} must be from {1} to {2}.")]
    public TimeSpan OlderThan { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Zips looked at in one sweep; the next goes on from there. 1 to 10,000.</summary>
    [Range(1, 10_000, ErrorMessage = "{0} must be from {1} to {2}.")]
    public int MaxPerSweep { get; init; } = 200;

    /// <summary>While more messages than this wait, there is no sweep: an old zip is then a backlog, not an orphan. 0 to 100,000.</summary>
    [Range(0, 100_000, ErrorMessage = "{0} must be from {1} to {2}.")]
    public int MaxQueued { get; init; } = 50;
}
