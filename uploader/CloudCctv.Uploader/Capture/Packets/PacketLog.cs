using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Capture.Packets;

internal static partial class PacketLog
{
    [LoggerMessage(80, LogLevel.Warning, "{Camera}: full pictures cannot be decoded ({Reason}); small grey ones are kept instead; next try in {Seconds:0.#} s")]
    public static partial void PicturesLost(this ILogger logger, string camera, string reason, double seconds);

    [LoggerMessage(81, LogLevel.Information, "{Camera}: every picture is decoded in full, which takes more work: {Reason}")]
    public static partial void PacketsRefused(this ILogger logger, string camera, string reason);
}
