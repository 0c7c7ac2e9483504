using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Capture;

internal static partial class CameraLog
{
    [LoggerMessage(1, LogLevel.Information, "{Camera}: watching {Source}")]
    public static partial void CameraOpened(this ILogger logger, string camera, SourceAddress source);

    [LoggerMessage(2, LogLevel.Warning, "{Camera}: camera lost ({Reason}); next try in {Seconds:0.#} s")]
    public static partial void CameraLost(this ILogger logger, string camera, string reason, double seconds);

    [LoggerMessage(3, LogLevel.Information, "{Camera}: camera is back after {Seconds:0.#} s")]
    public static partial void CameraBack(this ILogger logger, string camera, double seconds);

    [LoggerMessage(4, LogLevel.Information, "{Camera}: end of recording after {Frames} frames")]
    public static partial void RecordingEnded(this ILogger logger, string camera, long frames);

    [LoggerMessage(5, LogLevel.Warning, "{Camera}: frame {Number} left out: {Reason}")]
    public static partial void FrameUnreadable(this ILogger logger, string camera, long number, string reason);

    [LoggerMessage(6, LogLevel.Information, "{Camera}: is read through ffmpeg from now on, which takes more work: {Reason}")]
    public static partial void DecoderRefused(this ILogger logger, string camera, string reason);
}
