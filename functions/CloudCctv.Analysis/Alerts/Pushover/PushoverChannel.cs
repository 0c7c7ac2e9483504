using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using CloudCctv.Analysis.Alerts.Http;

namespace CloudCctv.Analysis.Alerts.Pushover;

/// <summary>
/// Sends the preview with title and text, and links that keep the camera quiet; those ask first, because programs look at links,
/// too. Pushover cannot change what was sent. Thread-safe.
/// </summary>
public sealed class PushoverChannel(PushoverOptions options, AlertHttp http) : IAlertChannel
{
    private const int Emergency = 2;

    // Tags included, as its documents do not say otherwise.
    private const int MostCharacters = 1024;

    public string Name => options.Name;

    public Task<AlertOutcome> SendAsync(AlertMessage message, CancellationToken cancellationToken) =>
        http.SendAsync(() => new HttpRequestMessage(HttpMethod.Post, new Uri(options.ApiUrl, "/1/messages.json")) { Content = Compose(message) }, cancellationToken);

    private MultipartFormDataContent Compose(AlertMessage message)
    {
        var alert = message.Alert;
        var priority = alert.Late ? Math.Min(options.Priority, 0) : options.Priority;
        var form = new MultipartFormDataContent
        {
            { new StringContent(options.Token), "token" },
            { new StringContent(options.UserKey), "user" },
            { new StringContent(alert.Title()), "title" },
            { Number(alert.Time.ToUnixTimeSeconds()), "timestamp" },
            { Number(priority), "priority" },
        };
        AddText(form, message);
        if (priority == Emergency)
        {
            form.Add(Number((long)options.RepeatEvery.TotalSeconds), "retry");
            form.Add(Number((long)options.RepeatFor.TotalSeconds), "expire");
        }

        if (message.Link is { } link)
        {
            form.Add(new StringContent(link.AbsoluteUri), "url");
            form.Add(new StringContent("Open"), "url_title");
        }

        if (!message.Preview.IsEmpty)
        {
            form.Add(new ReadOnlyMemoryContent(message.Preview) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } }, "attachment", $"{alert.BestFrame}");
        }

        return form;
    }

    // A phone that shows the notification leaves the tags out, and what is too long is not taken at all.
    private static void AddText(MultipartFormDataContent form, AlertMessage message)
    {
        var links = message.Actions.Select(action => $"""<a href="{WebUtility.HtmlEncode(action.Url.AbsoluteUri)}">{WebUtility.HtmlEncode(action.Label)}</a>""");
        var html = $"{WebUtility.HtmlEncode(message.Text)}\n{string.Join(" · ", links)}";
        var isHtml = message.Actions.Count > 0 && html.Length <= MostCharacters;
        form.Add(new StringContent(isHtml ? html : message.Text), "message");
        if (isHtml)
        {
            form.Add(Number(1), "html");
        }
    }

    private static StringContent Number(long value) => new(value.ToString(CultureInfo.InvariantCulture));
}
