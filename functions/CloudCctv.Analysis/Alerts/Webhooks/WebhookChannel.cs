using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using CloudCctv.Analysis.Alerts.Http;

namespace CloudCctv.Analysis.Alerts.Webhooks;

/// <summary>POSTs alerts as JSON (see <see cref="WebhookBody"/>), signed; with the preview as second part if wanted. Thread-safe.</summary>
public sealed class WebhookChannel(WebhookOptions options, AlertHttp http, TimeProvider time) : IAlertChannel
{
    public string Name => options.Name;

    public bool TakesUpdates => options.SendUpdates;

    public bool TakesDigests => options.Digest;

    public async Task<AlertOutcome> SendAsync(AlertMessage message, CancellationToken cancellationToken)
    {
        using var content = Compose(message);
        var body = await content.ReadAsByteArrayAsync(cancellationToken);
        var timestamp = WebhookSignature.Timestamp(time.GetUtcNow());
        var signature = WebhookSignature.Sign(options.Secret, timestamp, body);
        return await http.SendAsync(
            () => new HttpRequestMessage(HttpMethod.Post, options.Url)
            {
                Content = new ByteArrayContent(body) { Headers = { ContentType = content.Headers.ContentType } },
                Headers =
                {
                    { WebhookSignature.Header, signature },
                    { WebhookSignature.TimestampHeader, timestamp },
                    { "Idempotency-Key", message.IsUpdate ? string.Create(CultureInfo.InvariantCulture, $"{message.Alert.Key}#{message.Alert.Revision}") : message.Alert.Key },
                },
            },
            cancellationToken);
    }

    private HttpContent Compose(AlertMessage message)
    {
        var json = Part(JsonSerializer.SerializeToUtf8Bytes(WebhookBody.For(message), WebhookJson.Default.WebhookBody), "application/json");
        return options.SendPicture && !message.Preview.IsEmpty
            ? new MultipartFormDataContent
            {
                { json, "alert" },
                { Part(message.Preview, "image/jpeg"), "picture", $"{message.Alert.BestFrame}" },
            }
            : json;
    }

    private static ReadOnlyMemoryContent Part(ReadOnlyMemory<byte> bytes, string type) =>
        new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
}
