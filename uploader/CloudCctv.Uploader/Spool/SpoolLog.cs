using CloudCctv.Contracts.Names;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Spool;

internal static partial class SpoolLog
{
    [LoggerMessage(30, LogLevel.Information, "{Batch}: batch sealed with {Frames} frames, {Kilobytes} kB")]
    public static partial void BatchSealed(this ILogger logger, BatchName batch, int frames, long kilobytes);

    [LoggerMessage(31, LogLevel.Warning, "{Batch}: finished after a crash, {Frames} whole frames saved")]
    public static partial void PartRecovered(this ILogger logger, BatchName batch, int frames);

    [LoggerMessage(32, LogLevel.Warning, "{Batch}: removed after a crash, it held no whole frame")]
    public static partial void PartEmpty(this ILogger logger, BatchName batch);

    [LoggerMessage(33, LogLevel.Error, "{File}: cannot be finished after a crash: {Reason}")]
    public static partial void PartUnrecoverable(this ILogger logger, string file, string reason);

    [LoggerMessage(34, LogLevel.Error, "{Camera}: frames cannot be written to the spool: {Reason}")]
    public static partial void SpoolUnwritable(this ILogger logger, string camera, string reason);
}
