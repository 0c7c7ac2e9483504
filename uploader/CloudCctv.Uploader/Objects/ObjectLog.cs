using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Objects;

internal static partial class ObjectLog
{
    [LoggerMessage(120, LogLevel.Information, "{Camera}: after motion, {Removed} things taken and {Left} left")]
    public static partial void ObjectsChanged(this ILogger logger, string camera, int removed, int left);

    [LoggerMessage(121, LogLevel.Warning, "{Camera}: the sound could not be played by '{Program}': {Reason}")]
    public static partial void BeepFailed(this ILogger logger, string camera, string program, string reason);
}
