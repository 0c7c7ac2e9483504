using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Hosting;

internal static partial class HostingLog
{
    [LoggerMessage(500, LogLevel.Error, "Worker goes on in {Pause}")]
    public static partial void LoopFailed(this ILogger logger, Exception exception, TimeSpan pause);

    [LoggerMessage(501, LogLevel.Warning, "Message could not be kept hidden: {Reason}")]
    public static partial void RenewalFailed(this ILogger logger, string reason);

    [LoggerMessage(502, LogLevel.Warning, "Message not given back, it comes again by itself: {Reason}")]
    public static partial void MessageLeft(this ILogger logger, string reason);
}
