using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using CloudCctv.Analysis.Alerts.Http;

namespace CloudCctv.Analysis.Alerts.Ntfy;

/// <summary>PUTs the preview to an ntfy topic, with the words in headers. Thread-safe.</summary>
public sealed class NtfyChannel(NtfyOptions options, AlertHttp http) : IAlertChannel
{
    private const int LatePriority = 3;

    // Shown, without a sound.
    private const int UpdatePriority = 1;

    public string Name => options.Name;

    public bool TakesUpdates => options.SendUpdates;

    public Task<AlertOutcome> SendAsync(AlertMessage message, CancellationToken cancellationToken) =>
        http.SendAsync(() => Compose(message), cancellationToken);

    private HttpRequestMessage Compose(AlertMessage message)
    {
        var alert = message.Alert;
        var request = new HttpRequestMessage(HttpMethod.Put, options.TopicUrl)
        {
            Content = message.Preview.IsEmpty ? new ByteArrayContent([]) : new ReadOnlyMemoryContent(message.Preview),
            Headers =
            {
                { "Title", HeaderText.Encode(alert.Title()) },
                { "Message", HeaderText.Encode(message.Text) },
                { "Tags", alert.Late ? "hourglass" : "rotating_light" },
                { "Priority", Math.Min(options.Priority, message.IsUpdate ? UpdatePriority : alert.Late ? LatePriority : 5).ToString(CultureInfo.InvariantCulture) },
                { "X-Sequence-ID", SequenceOf(alert) },
            },
        };
        if (!message.Preview.IsEmpty)
        {
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
            request.Headers.Add("Filename", alert.BestFrame.ToString());
        }

        if (message.Link is { } link)
        {
            request.Headers.Add("Click", link.AbsoluteUri);
        }

        if (message.Actions.Count > 0)
        {
            // Addresses of ours hold neither quotes, commas nor semicolons.
            request.Headers.Add("Actions", string.Join("; ", message.Actions.Select(action => $"http, {action.Label}, {action.Url.AbsoluteUri}, method=POST, clear=true")));
        }

        if (options.Token is { Length: > 0 } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return request;
    }

    // A repeat with the same id changes the notification that is there instead of adding one (ntfy 2.16; older servers ignore it).
    private static string SequenceOf(Alert alert) =>
        string.Create(CultureInfo.InvariantCulture, $"{alert.Event.Start:yyyyMMddHHmmssfff}-{alert.Event.Id}");
}

/// <summary>Text in HTTP headers, which are ASCII.</summary>
internal static class HeaderText
{
    /// <summary>As it is if it is printable ASCII; else as an encoded word (RFC 2047 section 2), which ntfy understands.</summary>
    public static string Encode(string text) =>
        text.All(c => c is >= ' ' and <= '~') ? text : $"=?UTF-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}?=";
}
