using System.Text.Json.Serialization;

namespace CloudCctv.Analysis.Health;

/// <summary>All alarms of one device, at <c>alarms/SITE/DEVICE.json</c> in the store.</summary>
public sealed record DeviceAlarms
{
    public const int CurrentVersion = 1;

    /// <summary>Of the past, this many are remembered.</summary>
    public const int MaxPast = 50;

    public int Version { get; init; } = CurrentVersion;

    /// <summary>In the order in which they were opened.</summary>
    public IReadOnlyList<Alarm> Open { get; init; } = [];

    /// <summary>Newest first.</summary>
    public IReadOnlyList<Alarm> Past { get; init; } = [];

    /// <summary>What heartbeats before have told of things that happen, rather than last.</summary>
    public Incidents Incidents { get; init; } = new();

    internal static DeviceAlarms None { get; } = new();

    /// <summary>Whether the store needs to know.</summary>
    internal bool Differs(DeviceAlarms before) =>
        Incidents != before.Incidents || !Open.SequenceEqual(before.Open) || !Past.SequenceEqual(before.Past);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    WriteIndented = true,
    NewLine = "\n",
    MaxDepth = 8)]
[JsonSerializable(typeof(DeviceAlarms))]
[JsonSerializable(typeof(WatchMark))]
internal sealed partial class AlarmJson : JsonSerializerContext;
