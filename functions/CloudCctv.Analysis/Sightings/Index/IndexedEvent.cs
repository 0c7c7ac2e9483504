using System.Text.Json;
using System.Text.Json.Serialization;
using CloudCctv.Analysis.Json;
using CloudCctv.Contracts.Geometry;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Analysis.Sightings.Index;

/// <summary>An event as the index tells it.</summary>
/// <param name="Event">Which.</param>
/// <param name="Pictures">In order of time; at least one.</param>
internal sealed record IndexedEvent(EventName Event, IReadOnlyList<IndexedPicture> Pictures);

/// <summary>What a list of events must know of one picture, so that it need not read the sidecar.</summary>
/// <param name="Frame">Which.</param>
/// <param name="Score">Of the surest detection, 0 to 1, to four digits.</param>
/// <param name="Seen">Label → how many.</param>
internal sealed record IndexedPicture(FrameName Frame, double Score, IReadOnlyDictionary<string, int> Seen)
{
    /// <summary>Who has crossed which counting line; null if nobody has, and then not written.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<IndexedCrossing>? Crossings { get; init; }

    public static IndexedPicture Of(Sighting sighting) => new(
        sighting.Frame,
        Math.Round(sighting.Detections.Select(one => one.Score).DefaultIfEmpty().Max(), 4),
        new SortedDictionary<string, int>(sighting.Detections.CountBy(one => one.Label).ToDictionary(), StringComparer.Ordinal))
    {
        Crossings = sighting.Crossings is { Count: > 0 } crossings ? [.. crossings.Select(one => new IndexedCrossing(one.Line, one.Direction))] : null,
    };
}

/// <param name="Line">Name of the line.</param>
/// <param name="Direction">Which way.</param>
internal readonly record struct IndexedCrossing(string Line, CrossingDirection Direction);

/// <summary>The events of one hour, as they are written. Equal events give equal bytes.</summary>
internal sealed record HourFile(int Version, IReadOnlyList<IndexedEvent> Events)
{
    public const int CurrentVersion = 1;

    public static HourFile Empty { get; } = Of([]);

    public static HourFile Of(IEnumerable<IndexedEvent> events) => new(CurrentVersion, [.. events.OrderBy(one => one.Event.ToString(), StringComparer.Ordinal)]);

    /// <returns>Null if the bytes are not what this version writes of this hour.</returns>
    public static HourFile? Read(ReadOnlySpan<byte> bytes, IndexHour hour)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, HourJson.Default.HourFile) is { Version: CurrentVersion } file && AreSound(file.Events, hour) ? file : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, HourJson.Default.HourFile);

    /// <summary>The same with another account of one event.</summary>
    /// <param name="eventName">Which.</param>
    /// <param name="now">Null if nothing is left of it.</param>
    public HourFile With(EventName eventName, IndexedEvent? now) => Of([.. Events.Where(one => one.Event != eventName), .. now is null ? Array.Empty<IndexedEvent>() : [now]]);

    private static bool AreSound(IReadOnlyList<IndexedEvent> events, IndexHour hour) =>
        events.All(one => IsSound(one, hour)) && events.DistinctBy(one => one.Event).Count() == events.Count;

    // Lists from JSON may hold nulls, whatever their element type says.
    private static bool IsSound(IndexedEvent? one, IndexHour hour) =>
        one is { Pictures.Count: > 0 } && hour.Has(one.Event)
        && one.Pictures.All(picture => picture is { Score: >= 0 and <= 1 } && picture.Crossings?.All(crossing => Slug.IsValid(crossing.Line)) != false)
        && one.Pictures.DistinctBy(picture => picture.Frame).Count() == one.Pictures.Count;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = 8,
    Converters = [typeof(EventNameConverter), typeof(FrameNameConverter)])]
[JsonSerializable(typeof(HourFile))]
[JsonSerializable(typeof(IndexCoverage))]
internal sealed partial class HourJson : JsonSerializerContext;
