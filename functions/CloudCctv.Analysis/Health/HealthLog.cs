using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Health;

internal static partial class HealthLog
{
    [LoggerMessage(620, LogLevel.Warning, "Alarm opened: {Subject} {Predicate}: {Detail}")]
    public static partial void AlarmOpened(this ILogger logger, string subject, string predicate, string detail);

    [LoggerMessage(621, LogLevel.Information, "Alarm over: {Subject} {Predicate}")]
    public static partial void AlarmClosed(this ILogger logger, string subject, string predicate);

    [LoggerMessage(622, LogLevel.Warning, "Heartbeat of {Device} is unreadable: {Fault}")]
    public static partial void HeartbeatUnreadable(this ILogger logger, string device, string fault);

    [LoggerMessage(623, LogLevel.Error, "Alarms of {Site}/{Device} were unreadable and begin anew: {Fault}")]
    public static partial void RecordUnreadable(this ILogger logger, string site, string device, string fault);

    [LoggerMessage(624, LogLevel.Information, "Nobody had watched since {LookedAt:u}: silence counts from now")]
    public static partial void WatchingAgain(this ILogger logger, DateTimeOffset lookedAt);
}
