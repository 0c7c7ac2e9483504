using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Live;

internal static partial class LiveLog
{
    [LoggerMessage(78, LogLevel.Warning, "{Camera}: the picture of the undisturbed scene was not kept: {Reason}")]
    public static partial void SceneUnwritable(this ILogger logger, string camera, string reason);

    [LoggerMessage(79, LogLevel.Information, "{Camera}: somebody asked for a recording")]
    public static partial void RecordingAsked(this ILogger logger, string camera);

    [LoggerMessage(80, LogLevel.Information, "live page at {Url}; its key is in {KeyFile}")]
    public static partial void LivePageStarted(this ILogger logger, string url, string keyFile);

    [LoggerMessage(81, LogLevel.Warning, "the live page can be reached from the network, without encryption: whoever is in that network can listen")]
    public static partial void LivePageOpenToNetwork(this ILogger logger);

    [LoggerMessage(82, LogLevel.Error, "live page cannot start on {Address}:{Port} ({Reason}); watching goes on, next try in {Seconds:0} s")]
    public static partial void LivePageFailed(this ILogger logger, string address, int port, string reason, double seconds);

    [LoggerMessage(83, LogLevel.Warning, "live page: wrong key from {Address}")]
    public static partial void WrongKey(this ILogger logger, string address);

    [LoggerMessage(84, LogLevel.Warning, "{Camera}: monitoring stopped from the live page; nothing is recorded")]
    public static partial void MonitoringStopped(this ILogger logger, string camera);

    [LoggerMessage(85, LogLevel.Information, "{Camera}: monitoring started from the live page")]
    public static partial void MonitoringStarted(this ILogger logger, string camera);

    [LoggerMessage(86, LogLevel.Information, "{Camera}: motion settings changed from the live page, saved: {Saved}")]
    public static partial void MotionChanged(this ILogger logger, string camera, bool saved);

    [LoggerMessage(87, LogLevel.Warning, "{Camera}: the best picture of an event was not kept: {Reason}")]
    public static partial void CaptureUnwritable(this ILogger logger, string camera, string reason);

    [LoggerMessage(88, LogLevel.Information, "{Camera}: {File} deleted from the live page")]
    public static partial void FileDeleted(this ILogger logger, string camera, string file);

    [LoggerMessage(89, LogLevel.Error, "live page: {Path} failed")]
    public static partial void RequestFailed(this ILogger logger, Exception exception, string path);

    [LoggerMessage(90, LogLevel.Information, "live page: tried {Source}: {Outcome}")]
    public static partial void SourceTried(this ILogger logger, string source, string outcome);

    [LoggerMessage(91, LogLevel.Information, "{Camera}: the scene as it is now was taken as undisturbed, from the live page")]
    public static partial void SceneSnapped(this ILogger logger, string camera);
}
