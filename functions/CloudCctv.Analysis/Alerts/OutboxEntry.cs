using System.Text.Json.Serialization;
using CloudCctv.Analysis.Json;

namespace CloudCctv.Analysis.Alerts;

/// <summary>An alert on its way, and how far each channel is with it.</summary>
/// <param name="Alert">What is to be told.</param>
/// <param name="WrittenAt">When it was put into the outbox, UTC.</param>
/// <param name="Channels">By name; a channel that has not tried yet is absent.</param>
/// <param name="Lease">Who sends it at the moment; null if nobody does.</param>
public sealed record OutboxEntry(Alert Alert, DateTimeOffset WrittenAt, IReadOnlyDictionary<string, ChannelState> Channels, OutboxLease? Lease)
{
    /// <summary>True if a channel has told less than is known, or has told nothing and might now.</summary>
    [JsonIgnore]
    public bool Lags => Channels.Values.Any(state => state.LagsBehind(Alert));

    /// <returns>The same object if the alert adds nothing.</returns>
    internal OutboxEntry Adding(Alert alert)
    {
        var more = Alert.With(alert);
        return ReferenceEquals(more, Alert) ? this : this with { Alert = more };
    }

    internal OutboxEntry With(string channel, ChannelState state) =>
        this with { Channels = new Dictionary<string, ChannelState>(Channels, StringComparer.Ordinal) { [channel] = state } };
}

/// <param name="Status">How far it is.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="NextAttempt">When it is tried again, UTC; null when it is not.</param>
/// <param name="LastError">Why the last attempt failed; null if it did not.</param>
public sealed record ChannelState(ChannelStatus Status, int Attempts, DateTimeOffset? NextAttempt, string? LastError)
{
    /// <summary>When it was last delivered, UTC; null if it was not.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>The <see cref="Alert.Revision"/> that was told last.</summary>
    public int Revision { get; init; }

    /// <summary>How often what was told has been changed since.</summary>
    public int Updates { get; init; }

    /// <summary>True if the channel can change what it has sent.</summary>
    public bool TakesUpdates { get; init; }

    /// <summary>What the channel needs to find again what it sent, such as the number of a message; null if it needs nothing.</summary>
    public string? Receipt { get; init; }

    /// <summary>Key of the alert that tells of this one together with others; null if none does.</summary>
    public string? ToldBy { get; init; }

    // What was withheld for its score or zone may have become worth telling.
    internal bool LagsBehind(Alert alert) =>
        Revision < alert.Revision && (Status == ChannelStatus.Withheld || (Status == ChannelStatus.Sent && TakesUpdates));
}

/// <param name="Owner">Unique for every take.</param>
/// <param name="Until">When anybody may take it over, UTC.</param>
public sealed record OutboxLease(string Owner, DateTimeOffset Until);

[JsonConverter(typeof(ChannelStatusConverter))]
public enum ChannelStatus
{
    Waiting,
    Sent,
    Refused,
    Expired,

    /// <summary>Not told, because its owner wants it so: see <see cref="Manners.MannerOptions"/>.</summary>
    Withheld,

    /// <summary>Another alert tells of it: see <see cref="ChannelState.ToldBy"/>.</summary>
    InDigest,
}

internal sealed class ChannelStatusConverter() : JsonStringEnumConverter<ChannelStatus>(System.Text.Json.JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    IgnoreReadOnlyProperties = true,
    WriteIndented = true,
    NewLine = "\n",
    MaxDepth = 8,
    Converters = [typeof(EventNameConverter), typeof(FrameNameConverter)])]
[JsonSerializable(typeof(OutboxEntry))]
internal sealed partial class OutboxJson : JsonSerializerContext;
