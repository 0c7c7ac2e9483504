using System.Text.Json;
using System.Text.Json.Serialization;

namespace CloudCctv.Demo;

/// <summary>What a run has done, from the first frame to the last alert.</summary>
public sealed record DemoFigures
{
    public long FramesSeen { get; init; }

    public long FramesMoved { get; init; }

    public int Events { get; init; }

    public int Batches { get; init; }

    /// <summary>Films of events that the device made.</summary>
    public int Clips { get; init; }

    public long BytesUploaded { get; init; }

    public long FramesAnalyzed { get; init; }

    public long Sightings { get; init; }

    /// <summary>Alerts that reached the phone; each event's counted once.</summary>
    public int Alerts { get; init; }

    public long Quarantined { get; init; }

    /// <summary>Batches still in the store.</summary>
    public int ZipsLeft { get; init; }

    /// <summary>Batches still on the device.</summary>
    public int SpoolLeft { get; init; }

    /// <summary>
    /// From the event's first kept frame to the alert at the phone; at <c>--speed max</c>, where frames come earlier than
    /// their times say, from the uploader's line that the event began. Null without an alert.
    /// </summary>
    public double? SecondsToFirstAlert { get; init; }

    /// <summary>Children (ffmpeg) included.</summary>
    public double PeakRssUploaderMb { get; init; }

    public double PeakRssServerMb { get; init; }

    /// <summary>True if nothing was left behind, nothing refused, and whoever was seen was told of.</summary>
    [JsonIgnore]
    public bool Complete => ZipsLeft == 0 && SpoolLeft == 0 && Quarantined == 0 && (Sightings == 0 || Alerts > 0);

    public string ToJson() => JsonSerializer.Serialize(this, FiguresJson.Default.DemoFigures);

    /// <summary>The same for people.</summary>
    public IEnumerable<(string Name, string Value)> Rows() =>
    [
        ("frames seen", $"{FramesSeen}"),
        ("frames with motion", $"{FramesMoved}"),
        ("events", $"{Events}"),
        ("batches", $"{Batches}"),
        ("clips", $"{Clips}"),
        ("uploaded", $"{BytesUploaded / 1e6:0.0} MB"),
        ("frames analysed", $"{FramesAnalyzed}"),
        ("pictures with people", $"{Sightings}"),
        ("alerts on the phone", $"{Alerts}"),
        ("seconds to the first alert", SecondsToFirstAlert is { } seconds ? $"{seconds:0.0}" : "—"),
        ("refused (quarantine)", $"{Quarantined}"),
        ("left on the device", $"{SpoolLeft}"),
        ("left in the store", $"{ZipsLeft}"),
        ("peak memory, uploader + ffmpeg", $"{PeakRssUploaderMb:0} MB"),
        ("peak memory, server", $"{PeakRssServerMb:0} MB"),
    ];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(DemoFigures))]
internal sealed partial class FiguresJson : JsonSerializerContext;
