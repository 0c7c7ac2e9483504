using System.Text.Json;
using System.Text.Json.Serialization;

namespace CloudCctv.Analysis.Alerts.WebPush;

/// <summary>What a service worker is given to show.</summary>
/// <param name="Title">First line.</param>
/// <param name="Body">Second line.</param>
/// <param name="Tag">One per event: a notification with the same tag takes the place of the one that is there.</param>
/// <param name="Update">True if it is to take that place without a sound.</param>
/// <param name="Url">Path of the event's page in the gallery.</param>
/// <param name="Picture">Path of the picture in the gallery; the browser has to be signed in.</param>
/// <param name="Time">When the picture was taken, milliseconds since 1970, as notifications have it.</param>
/// <param name="Actions">What can be set off by a POST.</param>
public sealed record PushPayload(string Title, string Body, string Tag, bool Update, string Url, string Picture, long Time, IReadOnlyList<PushPayloadAction> Actions)
{
    private const int LongestBody = 400;

    internal static byte[] Of(AlertMessage message)
    {
        var alert = message.Alert;
        var text = message.Text.Length > LongestBody ? $"{message.Text[..(LongestBody - 1)]}…" : message.Text;
        var whole = new PushPayload(
            alert.Title(), text, alert.Key, message.IsUpdate, alert.Link, alert.Picture, alert.Time.ToUnixTimeMilliseconds(),
            [.. message.Actions.Select(action => new PushPayloadAction(action.Label, action.Url.PathAndQuery))]);
        var bytes = Bytes(whole);

        // Buttons are what a notification can do without.
        return bytes.Length <= PushEncryption.MaxPlainBytes ? bytes : Bytes(whole with { Actions = [] });
    }

    private static byte[] Bytes(PushPayload payload) => JsonSerializer.SerializeToUtf8Bytes(payload, PushJson.Default.PushPayload);
}

/// <param name="Title">Of the button.</param>
/// <param name="Url">Path in the gallery to POST to.</param>
public sealed record PushPayloadAction(string Title, string Url);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PushPayload))]
internal sealed partial class PushJson : JsonSerializerContext;
