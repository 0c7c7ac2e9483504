using CloudCctv.Contracts.Names;
using CloudCctv.Storage.Objects;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Sweep;

internal static partial class SweepLog
{
    [LoggerMessage(400, LogLevel.Warning, "Orphan queued again: {Batch}")]
    public static partial void OrphanQueued(this ILogger logger, BatchName batch);

    [LoggerMessage(401, LogLevel.Warning, "Not a batch, left alone: {Name}")]
    public static partial void StrangerFound(this ILogger logger, ObjectName name);

    [LoggerMessage(402, LogLevel.Debug, "Sweep finished: {Looked} zips, {Queued} queued")]
    public static partial void SweepFinished(this ILogger logger, int looked, int queued);

    [LoggerMessage(403, LogLevel.Information, "Claims of batches that are done were removed: {Count}")]
    public static partial void ClaimsRemoved(this ILogger logger, int count);
}
