using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace CloudCctv.Analysis.Alerts.WebPush;

/// <summary>A browser that wants to be told, at <c>alerts/push/ID.json</c>. Who has the endpoint can disturb its owner: never logged.</summary>
public sealed record PushSubscription
{
    /// <summary>Where its push service takes messages for it.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>The browser's key: an uncompressed point of P-256, base64url.</summary>
    public required string P256dh { get; init; }

    /// <summary>The browser's secret: 16 bytes, base64url.</summary>
    public required string Auth { get; init; }

    /// <summary>What its owner calls it.</summary>
    public required string Label { get; init; }

    public required DateTimeOffset AddedAt { get; init; }

    /// <summary>The same for the same endpoint.</summary>
    [JsonIgnore]
    public string Id => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Endpoint.AbsoluteUri)).AsSpan(0, 8));

    // A record prints its properties; this one has secrets.
    public override string ToString() => $"Push subscription {Id}";

    /// <returns>What is wrong with it, for whoever sent it; null if nothing is.</returns>
    internal string? FindFault(bool allowPrivate)
    {
        const int longest = 2000;
        return this switch
        {
            { Endpoint.IsAbsoluteUri: false } => "endpoint must be an absolute address.",
            { Endpoint.OriginalString.Length: > longest } => $"endpoint has {Endpoint.OriginalString.Length} characters; at most {longest} are taken.",
            _ when Endpoint.Scheme != Uri.UriSchemeHttps && !(allowPrivate && Endpoint.Scheme == Uri.UriSchemeHttp) => $"endpoint is {Endpoint.Scheme}; it must be https.",
            _ when Endpoint.UserInfo.Length > 0 => "endpoint must not hold a user name.",
            { Label.Length: 0 or > 60 } => $"label has {Label.Length} characters; it must have 1 to 60.",
            _ when Decode(Auth) is not { Length: PushEncryption.AuthBytes } => $"auth must be {PushEncryption.AuthBytes} bytes, base64url.",
            _ => IsKey(Decode(P256dh)) ? null : "p256dh must be an uncompressed point of P-256, base64url.",
        };
    }

    private static bool IsKey(byte[]? point)
    {
        try
        {
            using var key = ECDiffieHellman.Create(PushEncryption.Key(point ?? []));
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static byte[]? Decode(string text) => Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;
}

/// <summary>A subscription that cannot be taken, told to whoever sent it.</summary>
public sealed class PushSubscriptionException(string message) : Exception(message);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(PushSubscription))]
internal sealed partial class PushSubscriptionJson : JsonSerializerContext;
