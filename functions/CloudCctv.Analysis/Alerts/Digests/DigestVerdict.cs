namespace CloudCctv.Analysis.Alerts.Digests;

/// <summary>How a channel tells of a late event: by itself now if both are null.</summary>
/// <param name="HoldUntil">It is gathered; when to ask again, UTC.</param>
/// <param name="ToldBy">Key of the digest that tells of it.</param>
internal readonly record struct DigestVerdict(DateTimeOffset? HoldUntil, string? ToldBy)
{
    public static DigestVerdict Alone => default;

    public static DigestVerdict Held(DateTimeOffset until) => new(until, null);

    public static DigestVerdict In(string key) => new(null, key);
}
