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

    /// <summary>
    /// Whole days (UTC) for which records of events are kept, by the event and by their own writing: results of batches, alerts
    /// that were sent, who has opened what, notes of deletions. 60 to 36,500.
    /// </summary>
    // What reads them, and for how long by the settings: the sweep and fsck, while a zip waits (it is then not deleted, however old);
    // the inbox, which is looked through once a day (not while it is not); a message that comes again, for which a batch
    // without a zip is nothing to do; an alert, while it is tried (ExpireAfter, 30 days at most), held (a day), escalated (12 hours) or
    // changed; the next batch of the event. So only the device counts: a zip that it has sent and not been told so, or the rest of
    // an event. Twice the longest that we wait for anything ourselves is the least; the default has room for a year in a drawer.
    [Range(60, 36_500, ErrorMessage = "{0} must be from {1} to {2}.")]
    public int KeepRecordsDays { get; init; } = 400;

    /// <summary>Records deleted in one run, up to the rest of an event more; the next goes on from there. 100 to 1,000,000.</summary>
    [Range(100, 1_000_000, ErrorMessage = "{0} must be from {1} to {2}.")]
    public int MaxRecordsPerRun { get; init; } = 25_000;

    /// <summary>How long an event that somebody deleted in the gallery can be had back, 0 to 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00", ErrorMessage = "{0} must be from {1} to {2}.")]
    public TimeSpan UndoFor { get; init; } = TimeSpan.FromMinutes(10);

    internal long? MaxBytes => MaxMegabytes * 1_000_000L;
}
