using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using CloudCctv.Analysis.Alerts.Http;

namespace CloudCctv.Analysis.Alerts.WebPush;

/// <summary>
/// Tells every browser that has subscribed (RFC 8030). Each is told once: who has it is in the receipt, so that a try for those
/// whose service was down leaves the others alone. A subscription that its service no longer knows is removed. Thread-safe.
/// </summary>
public sealed class WebPushChannel(PushSubscriptions subscriptions, VapidKey key, WebPushOptions options, AlertHttp http) : IAlertChannel
{
    private const int LongestTopic = 32;

    public string Name => WebPushOptions.ChannelName;

    public bool TakesUpdates => true;

    public async Task<AlertOutcome> SendAsync(AlertMessage message, CancellationToken cancellationToken)
    {
        var receipt = PushReceipt.Read(message.Receipt, message.Alert.Revision);
        var all = await subscriptions.ListAsync(cancellationToken).ToListAsync(cancellationToken);
        var sends = all.Where(one => !receipt.Has(one.Id)).Select(one => SendAsync(one, message, cancellationToken));
        var outcomes = await Task.WhenAll(sends);
        var told = receipt.With(outcomes.Where(one => one.Outcome.Verdict == AlertVerdict.Delivered).Select(one => one.Id));
        return Sum([.. outcomes.Select(one => one.Outcome)], told);
    }

    private static AlertOutcome Sum(IReadOnlyList<AlertOutcome> outcomes, PushReceipt told)
    {
        var later = outcomes.Where(one => one.Verdict == AlertVerdict.TryLater).ToList();
        return later switch
        {
            { Count: > 0 } => later[0] with { RetryAfter = later.Max(one => one.RetryAfter), Receipt = told.ToString() },
            _ when told.Ids.Count > 0 => AlertOutcome.Delivered with { Receipt = told.ToString() },
            _ => outcomes.FirstOrDefault(one => one.Verdict == AlertVerdict.Refused) is { Detail.Length: > 0 } refused ? refused : new(AlertVerdict.NoReceiver, "no browser has subscribed"),
        };
    }

    private async Task<(string Id, AlertOutcome Outcome)> SendAsync(PushSubscription to, AlertMessage message, CancellationToken cancellationToken)
    {
        var body = PushEncryption.Encrypt(PushPayload.Of(message), Base64Url.DecodeFromChars(to.P256dh), Base64Url.DecodeFromChars(to.Auth));
        var authorization = await key.AuthorizeAsync(to.Endpoint, options.Subject, cancellationToken);
        var outcome = await http.SendAsync(() => Compose(to, message, body, authorization), JudgeAsync, cancellationToken);
        if (outcome.Verdict == AlertVerdict.NoReceiver)
        {
            await subscriptions.RemoveAsync(to.Id, cancellationToken);
        }

        return (to.Id, outcome);
    }

    // RFC 8030 section 7.3: 404 and 410 are for ever.
    private static Task<AlertOutcome?> JudgeAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        Task.FromResult<AlertOutcome?>(response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone
            ? new AlertOutcome(AlertVerdict.NoReceiver, $"HTTP {(int)response.StatusCode}: unsubscribed")
            : null);

    private HttpRequestMessage Compose(PushSubscription to, AlertMessage message, byte[] body, string authorization)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, to.Endpoint)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } },
            Headers =
            {
                { "TTL", ((long)options.TimeToLive.TotalSeconds).ToString(CultureInfo.InvariantCulture) },
                { "Urgency", message.IsUpdate || message.Alert.Late ? "normal" : "high" },
                { "Topic", TopicOf(message.Alert.Key) },
            },
        };
        request.Content.Headers.ContentEncoding.Add("aes128gcm");
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return request;
    }

    // A phone that was off gets the last of a topic only (section 5.4: base64url, at most 32).
    private static string TopicOf(string key) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..LongestTopic];
}
