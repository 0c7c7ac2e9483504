using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Settings;

internal static partial class SettingsLog
{
    [LoggerMessage(90, LogLevel.Information, "{File}: changed settings are in force")]
    public static partial void SettingsReloaded(this ILogger logger, string file);

    [LoggerMessage(91, LogLevel.Error, "changed settings are refused, the ones before stay in force:{NewLine}{Faults}")]
    public static partial void SettingsRefused(this ILogger logger, string newLine, string faults);

    [LoggerMessage(92, LogLevel.Warning, "settings: {Keys} will change at the next start only")]
    public static partial void WaitsForRestart(this ILogger logger, string keys);

    [LoggerMessage(93, LogLevel.Warning, "settings: {Warning}")]
    public static partial void SettingsWarning(this ILogger logger, string warning);

    [LoggerMessage(94, LogLevel.Warning, "settings from afar no longer fit and are left out: {Faults}")]
    public static partial void RemoteNoLongerFits(this ILogger logger, string faults);

    [LoggerMessage(95, LogLevel.Information, "settings from afar {Hash} are on trial for {Seconds:0} s")]
    public static partial void RemoteOnTrial(this ILogger logger, string hash, double seconds);

    [LoggerMessage(96, LogLevel.Information, "settings from afar {Hash} have proved themselves and are kept")]
    public static partial void RemoteKept(this ILogger logger, string hash);

    [LoggerMessage(97, LogLevel.Error, "settings from afar {Hash} are refused and will not be tried again: {Reason}")]
    public static partial void RemoteRefused(this ILogger logger, string hash, string reason);

    [LoggerMessage(98, LogLevel.Information, "settings from afar are gone from the store: the local ones are in force")]
    public static partial void RemoteGone(this ILogger logger);

    [LoggerMessage(99, LogLevel.Warning, "settings from afar cannot be read: the store does not let this credential read {Name}; grant it that, or set remote.enabled to false")]
    public static partial void RemoteDenied(this ILogger logger, string name);

    [LoggerMessage(100, LogLevel.Warning, "settings from afar could not be looked for ({Reason}); tried again every {Seconds:0} s")]
    public static partial void RemoteUnreachable(this ILogger logger, string reason, double seconds);

    [LoggerMessage(101, LogLevel.Warning, "what is remembered of settings from afar cannot be read or written ({Reason})")]
    public static partial void RemoteStateUnusable(this ILogger logger, string reason);
}
