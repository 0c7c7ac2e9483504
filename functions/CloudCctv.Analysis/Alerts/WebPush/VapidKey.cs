using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using CloudCctv.Analysis.Stores;
using CloudCctv.Storage;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Alerts.WebPush;

/// <summary>
/// How push services know us (VAPID, RFC 8292): a P-256 key pair, made at the first use and kept at
/// <c>alerts/push-key.json</c>. Browsers subscribe to this key, so that a new one ends all subscriptions. Who can read the
/// store has the key and the pictures, too. Thread-safe, over processes too.
/// </summary>
public sealed class VapidKey(IObjectStore store, TimeProvider time)
{
    // At most a day (section 2); less than that, for clocks that are wrong.
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private static readonly ObjectName Name = new("alerts/push-key.json");

    private VapidKeyPair? known;

    /// <summary>What a browser is given as <c>applicationServerKey</c>: an uncompressed point, base64url.</summary>
    /// <exception cref="InvalidDataException">The key in the store cannot be read.</exception>
    public async Task<string> PublicAsync(CancellationToken cancellationToken) => (await FindAsync(cancellationToken)).Public;

    /// <summary>The value of the Authorization header for a push service (section 3).</summary>
    /// <param name="endpoint">Of the subscription: only its origin is signed.</param>
    /// <param name="subject">Whom the service can write to.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    internal async Task<string> AuthorizeAsync(Uri endpoint, string subject, CancellationToken cancellationToken)
    {
        var pair = await FindAsync(cancellationToken);
        var claims = new VapidClaims(endpoint.GetLeftPart(UriPartial.Authority), (time.GetUtcNow() + Lifetime).ToUnixTimeSeconds(), subject);
        var head = Base64Url.EncodeToString("""{"typ":"JWT","alg":"ES256"}"""u8);
        var signed = $"{head}.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims, VapidJson.Default.VapidClaims))}";
        using var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(Base64Url.DecodeFromChars(pair.Private), out _);
        var signature = key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return $"vapid t={signed}.{Base64Url.EncodeToString(signature)}, k={pair.Public}";
    }

    private static VapidKeyPair Generate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new VapidKeyPair(
            Base64Url.EncodeToString(PushEncryption.Point(key.ExportParameters(includePrivateParameters: false))), Base64Url.EncodeToString(key.ExportPkcs8PrivateKey()));
    }

    private async Task<VapidKeyPair> FindAsync(CancellationToken cancellationToken)
    {
        if (known is not null)
        {
            return known;
        }

        if (await store.ReadJsonAsync(Name, VapidJson.Default.VapidKeyPair, cancellationToken) is null)
        {
            // Whoever comes second takes the first one's.
            await store.PutNewJsonAsync(Name, Generate(), VapidJson.Default.VapidKeyPair, cancellationToken);
        }

        return known = (await store.ReadJsonAsync(Name, VapidJson.Default.VapidKeyPair, cancellationToken))?.Value
            ?? throw new StoreUnreachableException($"{Name} has gone right after it was written.");
    }
}

/// <param name="Public">Uncompressed point, base64url.</param>
/// <param name="Private">PKCS #8, base64url.</param>
internal sealed record VapidKeyPair(string Public, string Private)
{
    // A record prints its properties; this one has a secret.
    public override string ToString() => Public;
}

internal sealed record VapidClaims(string Aud, long Exp, string Sub);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(VapidKeyPair))]
[JsonSerializable(typeof(VapidClaims))]
internal sealed partial class VapidJson : JsonSerializerContext;
