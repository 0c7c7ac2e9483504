using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Pairing;

internal static partial class PairingLog
{
    [LoggerMessage(LogLevel.Debug, "credentials renewed, good for {Minutes:0} min")]
    public static partial void CredentialsRenewed(this ILogger logger, double minutes);

    [LoggerMessage(LogLevel.Warning, "credentials could not be renewed, the old ones still hold: {Reason}")]
    public static partial void CredentialsNotRenewed(this ILogger logger, string reason);
}
