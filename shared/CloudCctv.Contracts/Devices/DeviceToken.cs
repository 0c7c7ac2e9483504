using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CloudCctv.Contracts.Devices;

/// <summary>
/// A request signed by a device: a JSON Web Signature in compact form (RFC 7515) with ES256 (RFC 7518, section 3.4) and no
/// other algorithm. It covers the path, the body and a challenge of the server, so that it opens nothing else, and nothing
/// twice; the device's clock plays no part.
/// </summary>
public static class DeviceToken
{
    private const int MaxLength = 2_000;

    private static readonly string Header = Base64Url.EncodeToString("""{"alg":"ES256","typ":"cctv-device"}"""u8);

    public static string Write(ECDsa key, DeviceClaims claims)
    {
        var signed = $"{Header}.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims, DeviceTokenJson.Default.DeviceClaims))}";
        return $"{signed}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }

    /// <summary>Reads what a token claims, before anything of it is proved: to find the key that can.</summary>
    public static bool TryRead(string? token, [NotNullWhen(true)] out DeviceClaims? claims)
    {
        claims = null;
        if (token is not { Length: <= MaxLength } || token.Split('.') is not [var header, var payload, _] || header != Header || !Base64Url.IsValid(payload))
        {
            return false;
        }

        try
        {
            claims = JsonSerializer.Deserialize(Base64Url.DecodeFromChars(payload), DeviceTokenJson.Default.DeviceClaims);
        }
        catch (JsonException)
        {
        }

        return claims is not null;
    }

    /// <returns>Whether the token was signed by the private half of this key.</returns>
    public static bool Verify(string token, string publicKey)
    {
        var signedLength = token.LastIndexOf('.');
        if (signedLength < 0 || !Base64Url.IsValid(token.AsSpan(signedLength + 1)))
        {
            return false;
        }

        using var key = Import(publicKey);
        return key is { KeySize: 256 } && key.VerifyData(
            Encoding.ASCII.GetBytes(token[..signedLength]), Base64Url.DecodeFromChars(token.AsSpan(signedLength + 1)), HashAlgorithmName.SHA256);
    }

    /// <summary>Of a body, as <see cref="DeviceClaims.BodySha256"/> has it.</summary>
    public static string HashOf(ReadOnlySpan<byte> body) => Convert.ToHexStringLower(SHA256.HashData(body));

    private static ECDsa? Import(string publicKey)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(publicKey), out _);
            return key;
        }
        catch (Exception exception) when (exception is FormatException or CryptographicException)
        {
            key.Dispose();
            return null;
        }
    }
}

/// <summary>What a device signs. Named after RFC 7519 and RFC 9449 where they have a name for it.</summary>
public sealed record DeviceClaims
{
    /// <summary>Who asks; empty before it is paired.</summary>
    [JsonPropertyName("sub")]
    public required string Device { get; init; }

    /// <summary>One of <see cref="DeviceApi"/>.</summary>
    [JsonPropertyName("htu")]
    public required string Path { get; init; }

    /// <summary>As the server gave it.</summary>
    [JsonPropertyName("nonce")]
    public required string Challenge { get; init; }

    /// <summary>SHA-256 of the body, hexadecimal.</summary>
    [JsonPropertyName("bsh")]
    public required string BodySha256 { get; init; }
}

[JsonSerializable(typeof(DeviceClaims))]
internal sealed partial class DeviceTokenJson : JsonSerializerContext;
