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
    internal OutboxEntry With(string channel, ChannelState state) =>
        this with { Channels = new Dictionary<string, ChannelState>(Channels, StringComparer.Ordinal) { [channel] = state } };
}

/// <param name="Status">How far it is.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="NextAttempt">When it is tried again, UTC; null when it is not.</param>
/// <param name="LastError">Why the last attempt failed; null if it did not.</param>
public sealed record ChannelState(ChannelStatus Status, int Attempts, DateTimeOffset? NextAttempt, string? LastError);

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
