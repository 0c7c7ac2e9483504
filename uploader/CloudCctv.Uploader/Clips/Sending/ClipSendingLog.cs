using CloudCctv.Contracts.Names;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Clips.Sending;

internal static partial class ClipSendingLog
{
    [LoggerMessage(LogLevel.Information, "{Event}: clip of {Kilobytes} kB waits to be sent")]
    public static partial void ClipSpooled(this ILogger logger, EventName @event, long kilobytes);

    [LoggerMessage(LogLevel.Warning, "{Event}: clip cannot be sent: {Reason}; the device keeps it")]
    public static partial void ClipNotSent(this ILogger logger, EventName @event, string reason);

    [LoggerMessage(LogLevel.Warning, "{Event}: clip cannot be sent now: {Reason}; tried again later")]
    public static partial void ClipNotSpooled(this ILogger logger, EventName @event, string reason);

    [LoggerMessage(LogLevel.Information, "{Event}: clip that waited to be sent is not sent any more: the settings have changed, or nobody asks for it any longer; the device keeps it")]
    public static partial void ClipTakenBack(this ILogger logger, EventName @event);

    [LoggerMessage(LogLevel.Information, "{Event}: clip is not sent by itself, because the clock was not set when the event began; it is sent if somebody asks for it")]
    public static partial void ClipWaitsForWish(this ILogger logger, EventName @event);

    [LoggerMessage(LogLevel.Warning, "{Camera}: clips that are to be sent cannot be looked at: {Reason}")]
    public static partial void ClipsToSendUnreadable(this ILogger logger, string camera, string reason);

    [LoggerMessage(LogLevel.Warning, "{Event}: clip was asked for, and there is none on this device that can be sent")]
    public static partial void ClipMissing(this ILogger logger, EventName @event);

    [LoggerMessage(LogLevel.Warning, "clips that people ask for cannot be looked for: the store does not let this credential read {Name}; grant it that, or set clips.send of all cameras to never")]
    public static partial void WishesDenied(this ILogger logger, string name);

    [LoggerMessage(LogLevel.Warning, "clips that people ask for are not looked for: the server that lends this device its credentials does not lend the right to read {Name}; a newer one does")]
    public static partial void WishesNotLent(this ILogger logger, string name);

    [LoggerMessage(LogLevel.Warning, "clips that people ask for could not be looked for ({Reason}); tried again every {Seconds:0} s")]
    public static partial void WishesUnreachable(this ILogger logger, string reason, double seconds);

    [LoggerMessage(LogLevel.Warning, "which clips were sent cannot be written down or read ({Reason}); after a restart some may be sent twice")]
    public static partial void SentUnwritable(this ILogger logger, string reason);
}
