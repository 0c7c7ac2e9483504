using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CloudCctv.Uploader.Live.Access;

/// <summary>
/// Tokens of browsers that have shown the key: end of validity, a random number and a seal (HMAC-SHA256) under bytes derived
/// from the key. They outlive a restart; a new key ends them all. Thread-safe.
/// </summary>
public sealed class Sessions(LiveKey key, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    private readonly byte[] sealKey = key.Derive("live page session");

    // Only tokens that were valid get here, so that no stranger can fill it.
    private readonly ConcurrentDictionary<string, bool> ended = new();

    public string Issue()
    {
        var content = FormattableString.Invariant($"{(clock.GetUtcNow() + Lifetime).ToUnixTimeSeconds()}.{RandomNumberGenerator.GetHexString(32, lowercase: true)}");
        return $"{content}.{Seal(content)}";
    }

    public bool IsValid(string? token)
    {
        if (token is not { Length: < 200 } || token.LastIndexOf('.') is not (> 0 and var dot))
        {
            return false;
        }

        var content = token[..dot];
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Seal(content)), Encoding.UTF8.GetBytes(token[(dot + 1)..]))
            && long.TryParse(content.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var until)
            && clock.GetUtcNow().ToUnixTimeSeconds() < until
            && !ended.ContainsKey(token);
    }

    /// <summary>The token opens nothing any more, as long as this process lives; its cookie is gone for good.</summary>
    public void End(string? token)
    {
        if (IsValid(token))
        {
            ended[token!] = true;
        }
    }

    private string Seal(string content) => Base64Url.EncodeToString(HMACSHA256.HashData(sealKey, Encoding.UTF8.GetBytes(content)));
}
