using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CloudCctv.Contracts.Names;
using CloudCctv.Gallery.Access;

namespace CloudCctv.Gallery.Share;

/// <summary>
/// Links that show one event, for some time, to whoever has them. Signed (HMAC-SHA256) under a key that comes from the access key:
/// a new access key ends all of them. Thread-safe.
/// </summary>
internal sealed class ShareLinks(AccessKey accessKey, TimeProvider time)
{
    public const string Path = "/shared/";

    public const string DefaultLength = "1d";

    private readonly byte[] key = accessKey.Derive("CloudCctv share links 1");

    /// <summary>How long a link may be good for.</summary>
    public static IReadOnlyDictionary<string, ShareLength> Lengths { get; } = new Dictionary<string, ShareLength>
    {
        ["1h"] = new("1 hour", TimeSpan.FromHours(1)),
        ["1d"] = new("1 day", TimeSpan.FromDays(1)),
        ["7d"] = new("7 days", TimeSpan.FromDays(7)),
        ["30d"] = new("30 days", TimeSpan.FromDays(30)),
    };

    public DateTimeOffset EndOf(string? length) => time.GetUtcNow() + Lengths.GetValueOrDefault(length ?? "", Lengths[DefaultLength]).Time;

    /// <summary>The address below this gallery's.</summary>
    public string AddressOf(EventName eventName, DateTimeOffset end) => $"{Path}{eventName}?{TicketFor(eventName, end.ToUnixTimeSeconds())}";

    /// <summary>What proves in the query of an address that its event may be seen.</summary>
    public string TicketFor(EventName eventName, long ends) => string.Create(CultureInfo.InvariantCulture, $"ends={ends}&sig={Sign(eventName, ends)}");

    /// <returns>What to make of such a query.</returns>
    public ShareAnswer Check(EventName eventName, string? ends, string? signature) =>
        !long.TryParse(ends, NumberStyles.None, CultureInfo.InvariantCulture, out var end)
        || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Sign(eventName, end)), Encoding.UTF8.GetBytes(signature ?? "")) ? ShareAnswer.Wrong
        : time.GetUtcNow().ToUnixTimeSeconds() > end ? ShareAnswer.Over
        : ShareAnswer.Good;

    private string Sign(EventName eventName, long ends) => Base64Url.EncodeToString(
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"share\n{eventName}\n{ends}"))));
}

/// <param name="Name">For people.</param>
/// <param name="Time">How long.</param>
internal readonly record struct ShareLength(string Name, TimeSpan Time);

internal enum ShareAnswer
{
    /// <summary>Not ours, or changed.</summary>
    Wrong,

    /// <summary>Ours; its time is over.</summary>
    Over,

    /// <summary>Show it.</summary>
    Good,
}
