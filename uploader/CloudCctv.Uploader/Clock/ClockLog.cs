using CloudCctv.Contracts.Names;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Clock;

internal static partial class ClockLog
{
    [LoggerMessage(90, LogLevel.Warning, "the device's clock is not set: times go on from {Time:u}; batches wait up to {Seconds:0} s for it. A time server or a clock with a battery would help.")]
    public static partial void ClockNotSet(this ILogger logger, DateTimeOffset time, double seconds);

    [LoggerMessage(91, LogLevel.Warning, "the device's clock was set from {From:u} to {To:u}; what waits in the spool is corrected")]
    public static partial void ClockStepped(this ILogger logger, DateTimeOffset from, DateTimeOffset to);

    [LoggerMessage(92, LogLevel.Information, "{Batch}: its time was wrong, it is {Target} now")]
    public static partial void BatchRetimed(this ILogger logger, BatchName batch, BatchName target);

    [LoggerMessage(93, LogLevel.Error, "{Batch}: its time is wrong and cannot be corrected yet: {Reason}")]
    public static partial void RetimingFailed(this ILogger logger, BatchName batch, string reason);

    [LoggerMessage(94, LogLevel.Warning, "the time cannot be remembered for the next start: {Reason}")]
    public static partial void ClockNotRemembered(this ILogger logger, string reason);
}
