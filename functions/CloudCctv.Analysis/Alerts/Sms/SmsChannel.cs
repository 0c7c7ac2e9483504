using System.Net.Http.Headers;
using System.Text;
using CloudCctv.Analysis.Alerts.Http;

namespace CloudCctv.Analysis.Alerts.Sms;

/// <summary>Sends title, text and link as a text message. Nothing can be changed after that. Thread-safe.</summary>
public sealed class SmsChannel(SmsOptions options, AlertHttp http) : IAlertChannel
{
    public string Name => options.Name;

    public Task<AlertOutcome> SendAsync(AlertMessage message, CancellationToken cancellationToken) =>
        http.SendAsync(() => Compose(message), cancellationToken);

    private HttpRequestMessage Compose(AlertMessage message)
    {
        var text = $"{message.Alert.Title()}: {message.Text}{(message.Link is { } link ? $" {link.AbsoluteUri}" : "")}";
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.AccountSid}:{options.AuthToken}"));
        return new HttpRequestMessage(HttpMethod.Post, new Uri(options.ApiUrl, $"/2010-04-01/Accounts/{options.AccountSid}/Messages.json"))
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Basic", credentials) },
            Content = new FormUrlEncodedContent(
            [
                new("To", options.To),
                new(options.From.StartsWith('+') ? "From" : "MessagingServiceSid", options.From),
                new("Body", text),
            ]),
        };
    }
}
