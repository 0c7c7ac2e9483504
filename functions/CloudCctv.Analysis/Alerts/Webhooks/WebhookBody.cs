using System.Text.Json.Serialization;

namespace CloudCctv.Analysis.Alerts.Webhooks;

/// <summary>What a webhook receives.</summary>
/// <param name="Version">Of this schema.</param>
/// <param name="Key">One per event: a receiver that has seen it ignores the call, or takes it over if it is an update.</param>
/// <param name="Event">Name of the event.</param>
/// <param name="Site">The place.</param>
/// <param name="Camera">The view in it.</param>
/// <param name="Time">When the best frame was taken, UTC.</param>
/// <param name="Label">What is in it; of things <c>removed</c>, <c>left</c> or <c>removed and left</c>.</param>
/// <param name="People">The most seen in one frame; of things, how many.</param>
/// <param name="Score">The model's confidence, or how different the place of a thing is, 0 to 1.</param>
/// <param name="Late">True for a backlog.</param>
/// <param name="Title">For people.</param>
/// <param name="Text">For people.</param>
/// <param name="Link">Address of the event's page, if the gallery's address is configured.</param>
/// <param name="EventPath">Path of that page in the gallery.</param>
/// <param name="PicturePath">Path of the original picture in the gallery; absent if the call is about none.</param>
/// <param name="Kind"><c>seen</c>, <c>objectChanged</c>, <c>health</c> or <c>digest</c>.</param>
/// <param name="Facts">Of a notice: cause, state, device and so on, as words; absent for what was seen.</param>
public sealed record WebhookBody(
    int Version, string Key, string Event, string Site, string Camera, DateTimeOffset Time, string Label, int People, double Score, bool Late,
    string Title, string Text, Uri? Link, string EventPath, string? PicturePath,
    AlertKind Kind, IReadOnlyDictionary<string, string>? Facts)
{
    /// <summary>True if the event was told of before, and this says what has become known since.</summary>
    public bool Update { get; init; }

    /// <summary>Higher for what is known later.</summary>
    public int Revision { get; init; }

    /// <summary>How long it has lasted as far as is known, seconds; absent if that is not known.</summary>
    public double? DurationSeconds { get; init; }

    /// <summary>Who goes in or out over which line, where the camera's rules say that it is told; absent if nobody does.</summary>
    public IReadOnlyList<AlertCrossing>? Crossings { get; init; }

    internal static WebhookBody For(AlertMessage message)
    {
        var alert = message.Alert;
        return new WebhookBody(
            1, alert.Key, alert.Event.ToString(), alert.Event.Site, alert.Event.Camera, alert.Time, alert.Label, alert.People, alert.Score, alert.Late,
            alert.Title(), message.Text, message.Link, alert.Link, alert.HasPicture ? alert.Picture : null,
            alert.Kind, alert.Notice?.Facts)
        {
            Update = message.IsUpdate,
            Revision = alert.Revision,
            Crossings = alert.Crossings,
            DurationSeconds = (alert.Until - alert.Event.Start)?.TotalSeconds,
        };
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WebhookBody))]
internal sealed partial class WebhookJson : JsonSerializerContext;
