using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CloudCctv.Analysis.Alerts.Webhooks;

/// <summary>
/// Lets a receiver tell our calls from others': HMAC-SHA256 under the shared secret of <c>TIMESTAMP.BODY</c>, where TIMESTAMP is
/// the header as it stands and BODY the raw bytes. A receiver also refuses time stamps that are old, so that nobody can
/// replay a call.
/// </summary>
public static class WebhookSignature
{
    public const string Header = "X-CloudCctv-Signature";

    /// <summary>Seconds since 1970-01-01 UTC.</summary>
    public const string TimestampHeader = "X-CloudCctv-Timestamp";

    public static string Timestamp(DateTimeOffset time) => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    /// <returns><c>sha256=</c> and 64 lower-case hexadecimal digits.</returns>
    public static string Sign(string secret, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.UTF8.GetBytes($"{timestamp}."));
        hmac.AppendData(body);
        return $"sha256={Convert.ToHexStringLower(hmac.GetHashAndReset())}";
    }
}
