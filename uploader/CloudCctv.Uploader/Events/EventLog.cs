using CloudCctv.Contracts.Names;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Events;

internal static partial class EventLog
{
    [LoggerMessage(20, LogLevel.Information, "{Event}: event began")]
    public static partial void EventBegan(this ILogger logger, EventName @event);

    [LoggerMessage(21, LogLevel.Information, "{Event}: event ended, {Frames} frames kept")]
    public static partial void EventEnded(this ILogger logger, EventName @event, int frames);
}
