using System.Globalization;
using System.Net.Http.Headers;
using CloudCctv.Analysis.Alerts.Http;

namespace CloudCctv.Analysis.Alerts.Pushover;

/// <summary>Sends the preview with title and text. Pushover cannot change what was sent. Thread-safe.</summary>
public sealed class PushoverChannel(PushoverOptions options, AlertHttp http) : IAlertChannel
{
    private const int Emergency = 2;

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
            { new StringContent(message.Text), "message" },
            { Number(alert.Time.ToUnixTimeSeconds()), "timestamp" },
            { Number(priority), "priority" },
        };
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

    private static StringContent Number(long value) => new(value.ToString(CultureInfo.InvariantCulture));
}
