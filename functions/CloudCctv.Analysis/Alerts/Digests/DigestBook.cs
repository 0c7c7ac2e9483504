using System.Text.Json.Serialization;

namespace CloudCctv.Analysis.Alerts.Digests;

/// <summary>What one channel gathers, at <c>alerts/digests/CHANNEL.json</c>.</summary>
/// <param name="Open">Takes late events; null if none waits.</param>
/// <param name="Closed">The last that take no more, oldest first: an event that is in one is told by it.</param>
internal sealed record DigestBook(GatheredEvents? Open, IReadOnlyList<GatheredEvents> Closed)
{
    // Events of an older one have long noted that it told of them.
    private const int MostClosed = 8;

    public static DigestBook Empty { get; } = new(null, []);

    public DigestBook WithoutOpen() => this with { Open = null };

    public DigestBook Closing() => Open is null ? this : new(null, [.. Closed.TakeLast(MostClosed - 1), Open]);
}

/// <param name="Key">Of the digest in the outbox.</param>
/// <param name="OpenedAt">When the first event came, UTC.</param>
/// <param name="LastAt">When the last one came, UTC.</param>
/// <param name="Events">Keys of their alerts.</param>
internal sealed record GatheredEvents(string Key, DateTimeOffset OpenedAt, DateTimeOffset LastAt, IReadOnlyList<string> Events)
{
    // A link that comes back slowly must not keep everything untold for hours.
    private const int LongestInTurns = 10;

    /// <param name="quiet">No event came for so long.</param>
    public DateTimeOffset DueAt(TimeSpan quiet)
    {
        var (calm, latest) = (LastAt + quiet, OpenedAt + (LongestInTurns * quiet));
        return calm < latest ? calm : latest;
    }

    public GatheredEvents Adding(string key, DateTimeOffset now) => this with { LastAt = now, Events = [.. Events, key] };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DigestBook))]
internal sealed partial class DigestJson : JsonSerializerContext;
