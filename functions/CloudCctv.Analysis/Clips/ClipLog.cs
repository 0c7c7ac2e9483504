using CloudCctv.Contracts.Names;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Clips;

internal static partial class ClipLog
{
    [LoggerMessage(1200, LogLevel.Information, "Clip kept: {Event}, {Bytes} bytes")]
    public static partial void ClipKept(this ILogger logger, EventName @event, long bytes);

    [LoggerMessage(1201, LogLevel.Information, "Clip not kept: {Event}: {Fate}")]
    public static partial void ClipNotKept(this ILogger logger, EventName @event, ClipFate fate);

    [LoggerMessage(1202, LogLevel.Debug, "Clip waits until its event has been looked at: {Event}")]
    public static partial void ClipWaits(this ILogger logger, EventName @event);
}
