using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Running;

internal static partial class RunLog
{
    [LoggerMessage(60, LogLevel.Information, "uploader started: site {Site}, device {Device}, {Cameras} camera(s), store {Store}, {Waiting} batch(es) waiting")]
    public static partial void UploaderStarted(this ILogger logger, string site, string device, int cameras, string store, int waiting);

    [LoggerMessage(61, LogLevel.Information, "uploader stopped: {Frames} frames seen, {Events} events, {Dismissed} dismissed as too short, {Delivered} batches delivered, {Left} left in the spool")]
    public static partial void UploaderStopped(this ILogger logger, long frames, int events, int dismissed, int delivered, int left);

    [LoggerMessage(63, LogLevel.Warning, "store not ready ({Reason}); next try in {Seconds:0.#} s")]
    public static partial void StoreNotReady(this ILogger logger, string reason, double seconds);

    [LoggerMessage(62, LogLevel.Error, "{Camera}: {Reason}")]
    public static partial void RecordingUnreadable(this ILogger logger, string camera, string reason);

    [LoggerMessage(65, LogLevel.Error, "{What} failed unexpectedly; starting again in {Seconds:0} s")]
    public static partial void LoopFailed(this ILogger logger, Exception exception, string what, double seconds);

    [LoggerMessage(66, LogLevel.Information, "{Camera}: starting anew with changed settings")]
    public static partial void CameraRestarted(this ILogger logger, string camera);

    [LoggerMessage(67, LogLevel.Information, "{Camera}: what counts as motion has changed; watching goes on")]
    public static partial void MotionChanged(this ILogger logger, string camera);

    [LoggerMessage(68, LogLevel.Information, "{Camera}: no longer in the settings; its last event leaves")]
    public static partial void CameraRemoved(this ILogger logger, string camera);

    [LoggerMessage(64, LogLevel.Error, "{Camera}: failed unexpectedly")]
    public static partial void CameraFailed(this ILogger logger, Exception exception, string camera);
}
