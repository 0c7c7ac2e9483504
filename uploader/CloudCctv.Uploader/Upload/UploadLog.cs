using CloudCctv.Contracts.Names;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Upload;

internal static partial class UploadLog
{
    [LoggerMessage(40, LogLevel.Information, "{Batch}: delivered, {Kilobytes} kB in {Milliseconds:0} ms")]
    public static partial void BatchDelivered(this ILogger logger, BatchName batch, long kilobytes, double milliseconds);

    [LoggerMessage(41, LogLevel.Error, "{Batch}: set aside, the store will not take it: {Reason}")]
    public static partial void BatchRejected(this ILogger logger, BatchName batch, string reason);

    [LoggerMessage(LogLevel.Warning, "{Batch}: the store will not take this clip: {Reason}; the device keeps it")]
    public static partial void ClipRejected(this ILogger logger, BatchName batch, string reason);

    [LoggerMessage(42, LogLevel.Warning, "{Batch}: store unreachable ({Reason}); next try in {Seconds:0.#} s")]
    public static partial void StoreUnreachable(this ILogger logger, BatchName batch, string reason, double seconds);

    [LoggerMessage(43, LogLevel.Error, "spool cannot be read or changed ({Reason}); next try in {Seconds:0.#} s")]
    public static partial void SpoolUnreadable(this ILogger logger, string reason, double seconds);
}
