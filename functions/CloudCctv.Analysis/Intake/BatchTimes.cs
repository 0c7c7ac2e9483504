using CloudCctv.Contracts.Batches;

namespace CloudCctv.Analysis.Intake;

/// <summary>
/// Whether times can be true. A batch from far ahead would be the newest thing in the gallery for years; one from 1970 would
/// be found by nobody. Both are kept in quarantine, where somebody sees them.
/// </summary>
internal static class BatchTimes
{
    /// <returns>What is wrong, as the rest of a sentence; null if nothing is.</returns>
    public static string? Fault(DateTimeOffset time, DateTimeOffset now, BatchLimits limits) =>
        time > now + limits.MaxAhead ? $"{time:u}, more than {limits.MaxAhead:g} ahead of {now:u}"
        : time < now - limits.MaxAge ? $"{time:u}, more than {limits.MaxAge.TotalDays:0} days before {now:u}"
        : null;
}
