using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Health;

internal static partial class HealthLog
{
    [LoggerMessage(80, LogLevel.Warning, "{Camera}: {What}")]
    public static partial void CameraTampered(this ILogger logger, string camera, string what);

    [LoggerMessage(81, LogLevel.Information, "{Camera}: the picture is as it was before ({What})")]
    public static partial void CameraFine(this ILogger logger, string camera, string what);

    [LoggerMessage(82, LogLevel.Warning, "heartbeat could not be sent ({Reason}); further failures are not logged until one gets through")]
    public static partial void HeartbeatFailed(this ILogger logger, string reason);

    [LoggerMessage(83, LogLevel.Information, "heartbeats get through again")]
    public static partial void HeartbeatBack(this ILogger logger);
}
