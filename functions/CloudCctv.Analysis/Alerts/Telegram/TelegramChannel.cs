using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCctv.Analysis.Alerts.Http;

namespace CloudCctv.Analysis.Alerts.Telegram;

/// <summary>
/// Sends the preview with a caption, and changes picture and caption of that message when more becomes known. The number of the
/// message is the receipt. Thread-safe.
/// </summary>
public sealed class TelegramChannel(TelegramOptions options, AlertHttp http) : IAlertChannel
{
    public string Name => options.Name;

    public bool TakesUpdates => true;

    public async Task<AlertOutcome> SendAsync(AlertMessage message, CancellationToken cancellationToken)
    {
        if (message is { IsUpdate: true, Receipt: null })
        {
            return new AlertOutcome(AlertVerdict.Refused, "the message to change is not known");
        }

        return await http.SendAsync(() => Compose(message), JudgeAsync, cancellationToken);
    }

    private static async Task<AlertOutcome?> JudgeAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var answer = await ReadAsync(response, cancellationToken);
        return response.StatusCode switch
        {
            HttpStatusCode.OK => AlertOutcome.Delivered with { Receipt = (answer?["result"] as JsonObject)?["message_id"]?.ToString() },
            // The same as what is there: a change that was made before, whose answer was lost.
            HttpStatusCode.BadRequest when answer?["description"]?.ToString().Contains("not modified", StringComparison.Ordinal) == true => AlertOutcome.Delivered,
            HttpStatusCode.TooManyRequests when (answer?["parameters"] as JsonObject)?["retry_after"] is JsonValue wait && wait.TryGetValue<int>(out var seconds) =>
                new AlertOutcome(AlertVerdict.TryLater, "HTTP 429", TimeSpan.FromSeconds(seconds)),
            _ => null,
        };
    }

    private static async Task<JsonObject?> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken)) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private HttpRequestMessage Compose(AlertMessage message)
    {
        var caption = $"{message.Alert.Title()}\n{message.Text}";
        var hasPicture = !message.Preview.IsEmpty;
        var form = new MultipartFormDataContent { { new StringContent(options.ChatId), "chat_id" } };
        var method = (message.IsUpdate, hasPicture) switch
        {
            (true, true) => "editMessageMedia",
            (true, false) => "editMessageCaption",
            (false, true) => "sendPhoto",
            (false, false) => "sendMessage",
        };
        if (message is { IsUpdate: true, Receipt: { } id })
        {
            form.Add(new StringContent(id), "message_id");
        }

        if (method == "editMessageMedia")
        {
            var media = new JsonObject { ["type"] = "photo", ["media"] = "attach://photo", ["caption"] = caption };
            form.Add(new StringContent(media.ToJsonString()), "media");
        }
        else
        {
            form.Add(new StringContent(caption), method == "sendMessage" ? "text" : "caption");
        }

        if (hasPicture)
        {
            form.Add(new ReadOnlyMemoryContent(message.Preview) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } }, "photo", $"{message.Alert.BestFrame}");
        }

        Finish(form, message);
        return new HttpRequestMessage(HttpMethod.Post, new Uri(options.ApiUrl, string.Create(CultureInfo.InvariantCulture, $"/bot{options.BotToken}/{method}"))) { Content = form };
    }

    private static void Finish(MultipartFormDataContent form, AlertMessage message)
    {
        if (!message.IsUpdate && message.Alert.Late)
        {
            form.Add(new StringContent("true"), "disable_notification");
        }

        // One row to open the event, one to keep the camera quiet: a changed message needs them again.
        var rows = new[] { message.Link is { } link ? [new AlertAction("Open", link)] : [], message.Actions }
            .Where(row => row.Count > 0)
            .Select(row => new JsonArray([.. row.Select(action => new JsonObject { ["text"] = action.Label, ["url"] = action.Url.AbsoluteUri })]))
            .ToArray<JsonNode>();
        if (rows.Length > 0)
        {
            form.Add(new StringContent(new JsonObject { ["inline_keyboard"] = new JsonArray(rows) }.ToJsonString()), "reply_markup");
        }
    }
}
