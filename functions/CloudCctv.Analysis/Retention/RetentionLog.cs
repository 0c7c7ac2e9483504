using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Retention;

internal static partial class RetentionLog
{
    [LoggerMessage(700, LogLevel.Information, "Retention deleted {ByAge} events for their age and {ByRoom} to make room, {Bytes} bytes")]
    public static partial void RetentionDeleted(this ILogger logger, int byAge, int byRoom, long bytes);

    [LoggerMessage(701, LogLevel.Information, "Retention would delete {ByAge} events for their age and {ByRoom} to make room, {Bytes} bytes (dry run)")]
    public static partial void RetentionWouldDelete(this ILogger logger, int byAge, int byRoom, long bytes);

    [LoggerMessage(702, LogLevel.Warning, "Sightings take {Bytes} bytes more than they may, and what is left is starred or in work")]
    public static partial void RoomStillShort(this ILogger logger, long bytes);

    [LoggerMessage(703, LogLevel.Information, "Records older than {Days} days: {Count} deleted (dry run: {DryRun})")]
    public static partial void RecordsPruned(this ILogger logger, int count, int days, bool dryRun);

    [LoggerMessage(704, LogLevel.Information, "Old records stay for now: the Dropbox inbox was not looked through for two days, or something is left in it")]
    public static partial void RecordsWaitForInbox(this ILogger logger);
}
