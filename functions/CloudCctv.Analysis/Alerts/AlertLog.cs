using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Alerts;

internal static partial class AlertLog
{
    [LoggerMessage(300, LogLevel.Information, "Alert sent by {Channel}: {Key}")]
    public static partial void AlertSent(this ILogger logger, string channel, string key);

    [LoggerMessage(301, LogLevel.Warning, "Alert delayed, {Channel}: {Key}: {Detail}; next attempt {Next:HH:mm:ss} UTC")]
    public static partial void AlertDelayed(this ILogger logger, string channel, string key, string detail, DateTimeOffset next);

    [LoggerMessage(302, LogLevel.Error, "Alert refused by {Channel}: {Key}: {Detail}")]
    public static partial void AlertRefused(this ILogger logger, string channel, string key, string detail);

    [LoggerMessage(303, LogLevel.Error, "Alert given up, {Channel}: {Key}: {Detail}")]
    public static partial void AlertExpired(this ILogger logger, string channel, string key, string detail);

    [LoggerMessage(306, LogLevel.Information, "Alert changed by {Channel}: {Key}, revision {Revision}")]
    public static partial void AlertUpdated(this ILogger logger, string channel, string key, int revision);

    [LoggerMessage(307, LogLevel.Information, "Alert held back, {Channel}: {Key}: {Reason}")]
    public static partial void AlertHeld(this ILogger logger, string channel, string key, string reason);

    [LoggerMessage(308, LogLevel.Debug, "Late event gathered, {Channel}: {Key}, until {Until:HH:mm:ss} UTC")]
    public static partial void AlertGathered(this ILogger logger, string channel, string key, DateTimeOffset until);

    [LoggerMessage(309, LogLevel.Information, "Alert told by a digest, {Channel}: {Key}: {Digest}")]
    public static partial void AlertInDigest(this ILogger logger, string channel, string key, string digest);

    [LoggerMessage(310, LogLevel.Warning, "MQTT broker away, {Channel}: {Detail}")]
    public static partial void BrokerAway(this ILogger logger, string channel, string detail);

    [LoggerMessage(311, LogLevel.Information, "MQTT broker is there again, {Channel}")]
    public static partial void BrokerBack(this ILogger logger, string channel);

    [LoggerMessage(312, LogLevel.Warning, "{Count} alerts wait, the store is away: {Detail}")]
    public static partial void AlertsNotReached(this ILogger logger, int count, string detail);

    [LoggerMessage(305, LogLevel.Error, "Alert in the outbox is unreadable: {Key}: {Detail}")]
    public static partial void AlertUnreadable(this ILogger logger, string key, string detail);

    [LoggerMessage(304, LogLevel.Warning, "ALERT {Title}: {Text}")]
    public static partial void Alert(this ILogger logger, string title, string text);
}
