using System.ComponentModel.DataAnnotations;

namespace CloudCctv.Analysis.Retention;

/// <summary>How long sightings are kept, and how much room they may take. What is starred is never deleted by either.</summary>
public sealed record RetentionOptions
{
    /// <summary>Whole days (UTC) after the day of an event for which it is kept, 1 to 36,500; null for ever. Cameras may say otherwise: <see cref="Tracks.Rules.CameraRules.KeepDays"/>.</summary>
    [Range(1, 36_500, ErrorMessage = "{0} must be from {1} to {2}.")]
    public int? KeepDays { get; init; }

    /// <summary>Room for all sightings together, megabytes of 10⁶ bytes, 1 to 1,000,000,000; the oldest make room. Null for no limit.</summary>
    [Range(1, 1_000_000_000, ErrorMessage = "{0} must be from {1} to {2}.")]
    public int? MaxMegabytes { get; init; }

    /// <summary>True to log what would be deleted, and delete nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>Events deleted in one run; the next goes on from there. 1 to 100,000.</summary>
    [Range(1, 100_000, ErrorMessage = "{0} must be from {1} to {2}.")]
    public int MaxEventsPerRun { get; init; } = 1000;

    /// <summary>Days of cameras whose size is measured in one run. 1 to 10,000.</summary>
    [Range(1, 10_000, ErrorMessage = "{0} must be from {1} to {2}.")]
    public int MaxDaysMeasuredPerRun { get; init; } = 200;

    /// <summary>Time between two runs, 1 minute to 1 day. Only for hosts that have no timer of their own.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00", ErrorMessage = "{0} must be from {1} to {2}.")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long an event that somebody deleted in the gallery can be had back, 0 to 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00", ErrorMessage = "{0} must be from {1} to {2}.")]
    public TimeSpan UndoFor { get; init; } = TimeSpan.FromMinutes(10);

    internal long? MaxBytes => MaxMegabytes * 1_000_000L;
}
