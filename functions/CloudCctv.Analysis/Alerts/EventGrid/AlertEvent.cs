using System.Text.Json;
using System.Text.Json.Serialization;
using Azure.Messaging;

namespace CloudCctv.Analysis.Alerts.EventGrid;

/// <summary>
/// Alerts as CloudEvents 1.0: the id is the alert's key, the same for a repeat, so that a subscriber that has seen it can leave
/// it; the source is the site, the subject the camera or device there. docs/operate/event-grid.md shows one of each type.
/// </summary>
public static class AlertEvent
{
    public const string PersonDetected = "CloudCctv.PersonDetected";

    /// <summary>Something was taken, or left.</summary>
    public const string ObjectChanged = "CloudCctv.ObjectChanged";

    /// <summary>No usable picture comes: a device or camera is silent, or blind; or it is well again.</summary>
    public const string CameraSilent = "CloudCctv.CameraSilent";

    /// <summary>Anything else that ails a device.</summary>
    public const string DeviceUnwell = "CloudCctv.DeviceUnwell";

    public const string BatchQuarantined = "CloudCctv.BatchQuarantined";

    /// <summary>The fact that says which of the two types of health it is.</summary>
    public const string SilenceFact = "silent";

    internal static CloudEvent For(AlertMessage message)
    {
        var alert = message.Alert;
        var data = JsonSerializer.SerializeToUtf8Bytes(AlertEventData.For(message), AlertEventJson.Default.AlertEventData);
        return new CloudEvent($"/cloudcctv/{alert.Event.Site}", TypeOf(alert), BinaryData.FromBytes(data), "application/json", CloudEventDataFormat.Json)
        {
            Id = alert.Key,
            Subject = $"{alert.Event.Site}/{alert.Event.Camera}",
            Time = alert.Time,
        };
    }

    private static string TypeOf(Alert alert) => alert.Kind switch
    {
        AlertKind.Seen => PersonDetected,
        AlertKind.ObjectChanged => ObjectChanged,
        AlertKind.Quarantined => BatchQuarantined,
        _ => alert.Notice?.Facts.GetValueOrDefault(SilenceFact) == "true" ? CameraSilent : DeviceUnwell,
    };
}

/// <summary>The data of all types; what a type does not have is absent.</summary>
/// <param name="Version">Of this schema.</param>
/// <param name="Site">The place.</param>
/// <param name="Camera">The view in it; absent where it is about a whole device.</param>
/// <param name="Device">The computer there, of health only.</param>
/// <param name="Title">For people.</param>
/// <param name="Text">For people.</param>
/// <param name="Link">Address of the gallery's page, if the gallery's address is configured.</param>
/// <param name="Path">Path of that page in the gallery.</param>
public sealed record AlertEventData(int Version, string Site, string? Camera, string? Device, string Title, string Text, Uri? Link, string Path)
{
    /// <summary>Name of the event in the gallery.</summary>
    public string? Event { get; init; }

    /// <summary>The model's word for what was seen; of things <c>removed</c>, <c>left</c> or <c>removed and left</c>.</summary>
    public string? Label { get; init; }

    /// <summary>The most seen in one frame; of things, how many.</summary>
    public int? People { get; init; }

    /// <summary>The model's confidence, or how different the place of a thing is, 0 to 1.</summary>
    public double? Score { get; init; }

    /// <summary>True for a backlog.</summary>
    public bool? Late { get; init; }

    /// <summary>Path of the original picture in the gallery.</summary>
    public string? PicturePath { get; init; }

    /// <summary>Of health: <c>opened</c>, <c>reminded</c> or <c>closed</c>.</summary>
    public string? State { get; init; }

    /// <summary>Of health: <c>heartbeat-late</c> and so on.</summary>
    public string? Cause { get; init; }

    /// <summary>Of quarantine: name of the batch.</summary>
    public string? Batch { get; init; }

    /// <summary>Of quarantine: the reason's code.</summary>
    public string? Code { get; init; }

    internal static AlertEventData For(AlertMessage message)
    {
        var alert = message.Alert;
        return alert.Notice is { } notice ? OfNotice(message, notice.Facts) : new AlertEventData(
            1, alert.Event.Site, alert.Event.Camera, null, alert.Title(), message.Text, message.Link, alert.Link)
        {
            Event = alert.Event.ToString(),
            Label = alert.Label,
            People = alert.People,
            Score = alert.Score,
            Late = alert.Late,
            PicturePath = alert.Picture,
        };
    }

    private static AlertEventData OfNotice(AlertMessage message, IReadOnlyDictionary<string, string> facts) => new(
        1, message.Alert.Event.Site, facts.GetValueOrDefault("camera"), facts.GetValueOrDefault("device"), message.Alert.Title(), message.Text, message.Link, message.Alert.Link)
    {
        State = facts.GetValueOrDefault("state"),
        Cause = facts.GetValueOrDefault("cause"),
        Batch = facts.GetValueOrDefault("batch"),
        Code = facts.GetValueOrDefault("code"),
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AlertEventData))]
internal sealed partial class AlertEventJson : JsonSerializerContext;
