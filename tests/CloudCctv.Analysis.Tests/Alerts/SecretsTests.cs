using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Alerts.WebPush;
using CloudCctv.Analysis.Telemetry;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Contracts.Names;
using CloudCctv.Tests.Support;

namespace CloudCctv.Analysis.Tests.Alerts;

/// <summary>Every channel, with a secret in each place that can hold one, at endpoints that fail: nothing of it is in a log, a trace or the outbox.</summary>
public sealed class SecretsTests
{
    private const string Mark = "s3cr3t";

    private static readonly string[] Channels = ["webhook", "ntfy", "event-grid", "telegram", "pushover", "sms", "mail", "mqtt", "web-push"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // 403 fails at once; 400 is refused for ever; the last one closes the door.
    [Theory]
    [InlineData(403)]
    [InlineData(400)]
    [InlineData(0)]
    public async Task EveryChannel_FailingEndpoint_KeepsItsSecrets(int status)
    {
        var server = await HookServer.StartAsync();
        using var logs = new LogCapture();
        var traces = new ConcurrentQueue<string>();
        using var listener = ListenTo(traces);
        using var browser = new Browser();
        await using var system = new Installation(settings: Settings(server.Address), clock: TimeProvider.System, logs: logs);
        await system.Get<PushSubscriptions>().AddAsync(new Uri(server.Address, $"/push/{Mark}"), browser.P256dh, browser.Auth, "phone", Token);
        await PrepareAsync(server, status);
        var alert = Messages.Sample().Alert with { Event = new EventName("farm", "gate", TimeProvider.System.GetUtcNow(), "4k7x9m2q") };
        await system.Get<AlertOutbox>().WriteAsync(alert, Token);

        await system.DeliverAsync();
        await server.DisposeAsync();

        var entry = await system.Get<AlertOutbox>().FindAsync(alert.Key, Token);
        Assert.Equal(Channels.Order(), entry!.Channels.Where(one => one.Key is not "log" and not "test").Select(one => one.Key).Order());
        Assert.All(Channels, channel => Assert.True(entry.Channels[channel] is { Status: not ChannelStatus.Sent, LastError.Length: > 0 }, channel));
        Assert.All(Channels, channel => Assert.Contains(logs.Lines, line => line.Contains($"Channel={channel}", StringComparison.Ordinal)));
        Assert.Equal(Channels.Length + 2, traces.Count(line => line.Contains(alert.Key, StringComparison.Ordinal)));
        string[] told = [.. logs.Lines, .. traces, Encoding.UTF8.GetString(await system.BytesAsync($"alerts/pending/{alert.Key}.json"))];
        Assert.DoesNotContain(told, line => line.Contains(Mark, StringComparison.OrdinalIgnoreCase));
    }

    private static async Task PrepareAsync(HookServer server, int status)
    {
        if (status == 0)
        {
            await server.DisposeAsync();
            return;
        }

        server.Fail(100, status);
        for (var i = 0; i < 100; i++)
        {
            // As services do that quote what they were asked.
            server.Bodies.Enqueue($$$"""{"ok":false,"description":"what is {{{Mark}}}?","error":{"code":"{{{Mark}}}","message":"{{{Mark}}}"}}""");
        }
    }

    private static ActivityListener ListenTo(ConcurrentQueue<string> traces)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Traces.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = one => traces.Enqueue($"{one.DisplayName} {one.StatusDescription} {string.Join(' ', one.TagObjects)} {string.Join(' ', one.Events.Select(e => e.Name))}"),
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private static Dictionary<string, string?> Settings(Uri server)
    {
        var port = server.Port.ToString(CultureInfo.InvariantCulture);
        var key30 = $"{Mark}{new string('x', 24)}";
        return new()
        {
            ["Alerts:Webhooks:0:Url"] = $"{server}{Mark}",
            ["Alerts:Webhooks:0:Secret"] = $"{Mark}-of-the-webhook",
            ["Alerts:Ntfy:0:TopicUrl"] = $"{server}{Mark}",
            ["Alerts:Ntfy:0:Token"] = Mark,
            ["EventGrid:TopicEndpoint"] = $"{server}api/events",
            ["EventGrid:Key"] = $"{Mark}-of-the-topic",
            ["Alerts:Telegram:0:BotToken"] = $"123:{Mark}{new string('x', 20)}",
            ["Alerts:Telegram:0:ChatId"] = "1",
            ["Alerts:Telegram:0:ApiUrl"] = server.ToString(),
            ["Alerts:Pushover:0:Token"] = key30,
            ["Alerts:Pushover:0:UserKey"] = key30,
            ["Alerts:Pushover:0:ApiUrl"] = server.ToString(),
            ["Alerts:Sms:0:AccountSid"] = $"AC{new string('0', 32)}",
            ["Alerts:Sms:0:AuthToken"] = $"{Mark}-of-the-account",
            ["Alerts:Sms:0:From"] = "+4312345678",
            ["Alerts:Sms:0:To"] = "+436601234567",
            ["Alerts:Sms:0:ApiUrl"] = server.ToString(),

            // A web server is as good as one that speaks neither SMTP nor MQTT; nobody listens for the mail.
            ["Alerts:Mail:0:Host"] = "localhost",
            ["Alerts:Mail:0:Port"] = FreePort.Next().ToString(CultureInfo.InvariantCulture),
            ["Alerts:Mail:0:User"] = "anna",
            ["Alerts:Mail:0:Password"] = Mark,
            ["Alerts:Mail:0:From"] = "cam@example.org",
            ["Alerts:Mail:0:To"] = "anna@example.org",
            ["Alerts:Mqtt:0:Host"] = "127.0.0.1",
            ["Alerts:Mqtt:0:Port"] = port,
            ["Alerts:Mqtt:0:Tls"] = "false",
            ["Alerts:Mqtt:0:AllowPasswordInClear"] = "true",
            ["Alerts:Mqtt:0:User"] = "anna",
            ["Alerts:Mqtt:0:Password"] = Mark,
            ["Alerts:WebPush:AllowPrivateAddresses"] = "true",
        };
    }
}
