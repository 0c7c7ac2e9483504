using CloudCctv.Contracts.Names;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Spool;

internal static partial class SpoolLog
{
    [LoggerMessage(30, LogLevel.Information, "{Batch}: batch sealed with {Frames} frames, {Kilobytes} kB")]
    public static partial void BatchSealed(this ILogger logger, BatchName batch, int frames, long kilobytes);

    [LoggerMessage(31, LogLevel.Warning, "{Batch}: finished after a crash or a full disk, {Frames} whole frames saved")]
    public static partial void PartRecovered(this ILogger logger, BatchName batch, int frames);

    [LoggerMessage(32, LogLevel.Warning, "{Batch}: removed after a crash, it held no whole frame")]
    public static partial void PartEmpty(this ILogger logger, BatchName batch);

    [LoggerMessage(33, LogLevel.Error, "{File}: cannot be finished now: {Reason}; it stays, and is tried again")]
    public static partial void PartUnrecoverable(this ILogger logger, string file, string reason);

    [LoggerMessage(34, LogLevel.Error, "the spool takes no more ({Reason}); what is lost is told when it does again")]
    public static partial void SpoolUnwritable(this ILogger logger, string reason);

    [LoggerMessage(35, LogLevel.Warning, "the spool takes what is written again: {Frames} frames were lost, {Failures} tries failed")]
    public static partial void SpoolWritable(this ILogger logger, long frames, long failures);

    [LoggerMessage(36, LogLevel.Warning, "{Batch}: given up, {Kilobytes} kB, to make room: {Reason}")]
    public static partial void BatchEvicted(this ILogger logger, BatchName batch, long kilobytes, string reason);

    [LoggerMessage(LogLevel.Information, "{Batch}: clip of {Kilobytes} kB will not be sent now, to make room for pictures: {Reason}; the device keeps it")]
    public static partial void ClipEvicted(this ILogger logger, BatchName batch, long kilobytes, string reason);

    [LoggerMessage(LogLevel.Information, "{Batch}: a clip that was being put into the spool when the program ended, removed; the device keeps it")]
    public static partial void ClipPartRemoved(this ILogger logger, BatchName batch);

    [LoggerMessage(37, LogLevel.Information, "{File}: left alone, its name is not that of a batch")]
    public static partial void PartUnknown(this ILogger logger, string file);
}
