using CloudCctv.Contracts.Names;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Clips;

internal static partial class ClipLog
{
    [LoggerMessage(70, LogLevel.Information, "{Event}: clip of {Frames} frames kept, {Dropped} dropped")]
    public static partial void ClipKept(this ILogger logger, EventName @event, int frames, int dropped);

    [LoggerMessage(71, LogLevel.Warning, "{Event}: no clip ({Reason}); the event's pictures are not affected")]
    public static partial void ClipFailed(this ILogger logger, EventName @event, string reason);

    [LoggerMessage(72, LogLevel.Warning, "{Camera}: clip {File} was cut off and is finished now")]
    public static partial void ClipSalvaged(this ILogger logger, string camera, string file);

    [LoggerMessage(73, LogLevel.Warning, "{Camera}: clip {File} was cut off and cannot be finished ({Reason}); removed")]
    public static partial void ClipLost(this ILogger logger, string camera, string file, string reason);

    [LoggerMessage(74, LogLevel.Warning, "{Camera}: clips carry no time, because no font was found. Install one: sudo apt-get install fonts-dejavu-core")]
    public static partial void NoFont(this ILogger logger, string camera);

    [LoggerMessage(75, LogLevel.Warning, "{Camera}: clips left by an earlier run cannot be looked at: {Reason}")]
    public static partial void ClipsUnreadable(this ILogger logger, string camera, string reason);

    [LoggerMessage(76, LogLevel.Information, "{Camera}: recording on demand, clip {Event}")]
    public static partial void DemandBegun(this ILogger logger, string camera, EventName @event);

    [LoggerMessage(77, LogLevel.Information, "{Camera}: recording on demand has ended, clip {Event} is being finished")]
    public static partial void DemandEnded(this ILogger logger, string camera, EventName @event);
}
