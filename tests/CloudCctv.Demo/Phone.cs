using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CloudCctv.Contracts.Names;
using CloudCctv.Tests.Support;

namespace CloudCctv.Demo;

/// <summary>An alert as the phone got it.</summary>
/// <param name="At">When it came.</param>
/// <param name="Event">Which event it tells of.</param>
/// <param name="Text">What it says.</param>
/// <param name="SignatureHolds">Whether it was signed with the shared secret.</param>
public sealed record ReceivedAlert(DateTimeOffset At, EventName Event, string Text, bool SignatureHolds);

/// <summary>Stands for the owner's phone: a web server on loopback that takes signed webhooks.</summary>
public sealed class Phone : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly List<ReceivedAlert> alerts = [];
    private readonly Action<ReceivedAlert> onAlert;

    public Phone(Action<ReceivedAlert> onAlert)
    {
        this.onAlert = onAlert;
        Url = $"http://127.0.0.1:{FreePort.Next()}/";
        listener.Prefixes.Add(Url);
        listener.Start();
        _ = ListenAsync();
    }

    public string Url { get; }

    /// <summary>Shared with the server.</summary>
    public string Secret { get; } = RandomNumberGenerator.GetHexString(32);

    public IReadOnlyList<ReceivedAlert> Alerts
    {
        get
        {
            lock (alerts)
            {
                return [.. alerts];
            }
        }
    }

    public void Dispose() => listener.Close();

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                await AnswerAsync(await listener.GetContextAsync());
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // Closed: the demo is over.
        }
    }

    private async Task AnswerAsync(HttpListenerContext call)
    {
        using var body = new MemoryStream();
        await call.Request.InputStream.CopyToAsync(body);
        var alert = Read(call.Request, body.ToArray());
        call.Response.StatusCode = alert is { SignatureHolds: true } ? 204 : 400;
        call.Response.Close();
        if (alert is { SignatureHolds: true })
        {
            lock (alerts)
            {
                alerts.Add(alert);
            }

            onAlert(alert);
        }
    }

    private ReceivedAlert? Read(HttpListenerRequest request, byte[] body)
    {
        using var json = JsonDocument.Parse(body);
        var signed = Encoding.UTF8.GetBytes(request.Headers["X-CloudCctv-Timestamp"] + ".").Concat(body).ToArray();
        var expected = "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), signed));
        return EventName.TryParse(json.RootElement.GetProperty("event").GetString(), out var name)
            ? new ReceivedAlert(
                TimeProvider.System.GetUtcNow(), name,
                $"{json.RootElement.GetProperty("title").GetString()}: {json.RootElement.GetProperty("text").GetString()}",
                request.Headers["X-CloudCctv-Signature"] == expected)
            : null;
    }
}
