using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Azure.Core.Pipeline;
using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Alerts.EventGrid;
using CloudCctv.Analysis.Tests.Health;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Contracts.Health;

namespace CloudCctv.Analysis.Tests.Alerts;

public sealed class EventGridTests
{
    private const string Key = "a key that nobody guesses";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_Person_IsACloudEventWithTheKeyInItsHeader()
    {
        await using var topic = await HookServer.StartAsync();

        var outcome = await Channel(topic).SendAsync(Messages.Sample(), Token);

        Assert.Equal(AlertOutcome.Delivered, outcome);
        var call = Assert.Single(topic.Calls);
        Assert.Equal(("POST", "/api/events"), (call.Method, call.Path));
        Assert.Equal(Key, call.Headers["aeg-sas-key"]);
        Assert.Equal("application/cloudevents-batch+json; charset=utf-8", call.Headers["Content-Type"]);
        AssertIsLike(
            """
            {
              "specversion": "1.0",
              "id": "farm/gate/2026/11/20/073205123-4k7x9m2q",
              "source": "/cloudcctv/farm",
              "type": "CloudCctv.PersonDetected",
              "subject": "farm/gate",
              "time": "2026-11-20T07:32:06.123+00:00",
              "datacontenttype": "application/json",
              "data": {
                "version": 1, "site": "farm", "camera": "gate",
                "title": "Person at gate (farm)", "text": "2 seen, 87 % sure, 2026-11-20 07:32:06 UTC",
                "link": "https://cctv.example.org/events/farm/gate/2026/11/20/073205123-4k7x9m2q",
                "path": "/events/farm/gate/2026/11/20/073205123-4k7x9m2q",
                "event": "farm/gate/2026/11/20/073205123-4k7x9m2q",
                "label": "person", "people": 2, "score": 0.87, "late": false,
                "picturePath": "/pictures/farm/gate/2026/11/20/073205123-4k7x9m2q/000002-073206123.jpg"
              }
            }
            """,
            EventIn(call));
    }

    [Fact]
    public async Task Send_WhileTraced_NamesTheTrace()
    {
        await using var topic = await HookServer.StartAsync();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name.StartsWith("Azure.", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);

        await Channel(topic).SendAsync(Messages.Sample(), Token);

        Assert.Matches("^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$", (string?)EventIn(Assert.Single(topic.Calls))["traceparent"]);
    }

    [Fact]
    public async Task Send_ThingTaken_IsOfATypeOfItsOwn()
    {
        await using var topic = await HookServer.StartAsync();
        var message = Messages.Sample();

        await Channel(topic).SendAsync(message with { Alert = message.Alert with { Kind = AlertKind.ObjectChanged, Label = "removed" } }, Token);

        var sent = EventIn(Assert.Single(topic.Calls));
        Assert.Equal(("CloudCctv.ObjectChanged", "removed"), ((string?)sent["type"], (string?)sent["data"]!["label"]));
        Assert.Equal("Something was taken at gate (farm)", (string?)sent["data"]!["title"]);
        Assert.EndsWith(".jpg", (string?)sent["data"]!["picturePath"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_AsAnIdentity_CarriesItsTokenOverTls()
    {
        using var certificate = Certificate();
        await using var topic = await HookServer.StartAsync(certificate);
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, shown, _, _) => shown?.Thumbprint == certificate.Thumbprint };
        using var http = new HttpClient(handler);
        using var transport = new HttpClientTransport(http);
        var identity = new TestIdentity("token-of-the-app");
        var channel = new EventGridChannel(EventGridClient.Create(new() { TopicEndpoint = new Uri(topic.Address, "/api/events") }, identity, transport));

        var outcome = await channel.SendAsync(Messages.Sample(), Token);

        Assert.Equal(AlertOutcome.Delivered, outcome);
        var call = Assert.Single(topic.Calls);
        Assert.Equal("Bearer token-of-the-app", call.Headers["Authorization"]);
        Assert.DoesNotContain("aeg-sas-key", call.Headers.Keys);
        Assert.Equal(["https://eventgrid.azure.net/.default"], identity.Scopes.Distinct());
    }

    [Theory]
    [InlineData(400, AlertVerdict.Refused)]
    [InlineData(413, AlertVerdict.Refused)]
    [InlineData(401, AlertVerdict.TryLater)]
    [InlineData(403, AlertVerdict.TryLater)]
    [InlineData(404, AlertVerdict.TryLater)]
    [InlineData(503, AlertVerdict.TryLater)]
    public async Task Send_Refusals_AreToldFromFailures(int status, AlertVerdict expected)
    {
        await using var topic = await HookServer.StartAsync();
        topic.Fail(5, status);

        var outcome = await Channel(topic).SendAsync(Messages.Sample(), Token);

        Assert.Equal(expected, outcome.Verdict);
        Assert.StartsWith($"HTTP {status}", outcome.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, outcome.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_NobodyThere_IsTriedLater()
    {
        var topic = await HookServer.StartAsync();
        var channel = Channel(topic);
        await topic.DisposeAsync();

        var outcome = await channel.SendAsync(Messages.Sample(), Token);

        Assert.Equal((AlertVerdict.TryLater, "no connection"), (outcome.Verdict, outcome.Detail));
    }

    [Fact]
    public async Task Outage_TheEventGoesOutWithTheSameIdWhenItIsOver()
    {
        await using var topic = await HookServer.StartAsync();
        topic.Fail(2);
        await using var system = new Installation(settings: Settings(topic));
        await system.Get<AlertOutbox>().WriteAsync(Messages.Sample().Alert, Token);

        await system.DeliverAsync();
        var failed = topic.Calls.Count;
        system.Clock.Advance(TimeSpan.FromMinutes(1));
        await system.DeliverAsync();

        Assert.Equal((2, 3), (failed, topic.Calls.Count));
        Assert.Single(topic.Calls.Select(call => (string?)EventIn(call)["id"]).Distinct());
        Assert.Single(system.Channel.Sent);
    }

    [Fact]
    public async Task Silence_OpenedAndClosed_AreEvents()
    {
        await using var topic = await HookServer.StartAsync();
        await using var scene = new HealthScene([.. Settings(topic).Select(one => (one.Key, one.Value!))]);
        await scene.LiveAsync(3, () => scene.Beat() with { FreeMb = 1, Cameras = [HealthScene.Camera("gate", CameraState.Lost)] });

        await scene.LiveAsync(5);

        var sent = topic.Calls.Select(EventIn).Select(one => $"{one["type"]} {one["subject"]} {one["data"]!["cause"]} {one["data"]!["state"]}");
        Assert.Equal(
            [
                "CloudCctv.CameraSilent farm/gate camera-down closed",
                "CloudCctv.CameraSilent farm/gate camera-down opened",
                "CloudCctv.DeviceUnwell farm/gate-pi disk-low closed",
                "CloudCctv.DeviceUnwell farm/gate-pi disk-low opened",
            ],
            sent.Order(StringComparer.Ordinal));
        var opened = topic.Calls.Select(EventIn).Single(one => (string?)one["data"]!["cause"] == "camera-down" && (string?)one["data"]!["state"] == "opened");
        AssertIsLike(
            """
            {
              "specversion": "1.0",
              "id": "_health/farm/gate-pi/20261120T070100Z-camera-down@gate-opened",
              "source": "/cloudcctv/farm",
              "type": "CloudCctv.CameraSilent",
              "subject": "farm/gate",
              "time": "2026-11-20T06:01:00+00:00",
              "datacontenttype": "application/json",
              "data": {
                "version": 1, "site": "farm", "camera": "gate", "device": "gate-pi",
                "title": "Camera gate sends no pictures (farm)", "text": "Its pictures stopped, or it cannot be opened or read; the device keeps trying; since 2026-11-20 06:01:00 UTC",
                "path": "/status", "state": "opened", "cause": "camera-down"
              }
            }
            """,
            opened);
    }

    [Fact]
    public async Task Quarantine_IsAnEventAndNoAlertForPeople()
    {
        await using var topic = await HookServer.StartAsync();
        await using var system = new Installation(settings: Settings(topic));
        var batch = BatchMaker.For();
        await system.PutAsync(batch, "no zip"u8.ToArray());

        await system.HandleAsync(batch);
        await system.DeliverAsync();
        await system.DeliverAsync();

        var sent = EventIn(Assert.Single(topic.Calls));
        Assert.Equal("CloudCctv.BatchQuarantined", (string?)sent["type"]);
        Assert.Equal($"_quarantine/{batch.Name}", (string?)sent["id"]);
        Assert.Equal((batch.Name.ToString(), "not-a-zip", "gate"), ((string?)sent["data"]!["batch"], (string?)sent["data"]!["code"], (string?)sent["data"]!["camera"]));
        Assert.Empty(system.Channel.Sent);
        Assert.Empty(await system.NamesAsync(AlertOutbox.PendingPrefix));
    }

    [Fact]
    public async Task Quarantine_WithoutATopic_WritesNothing()
    {
        await using var system = new Installation();
        var batch = BatchMaker.For();
        await system.PutAsync(batch, "no zip"u8.ToArray());

        await system.HandleAsync(batch);

        Assert.Empty(await system.NamesAsync("alerts/"));
    }

    [Fact]
    public void Options_ToString_HidesTheKey() =>
        Assert.DoesNotContain(Key, new AnalysisOptions { EventGrid = new() { TopicEndpoint = new Uri("https://example.org"), Key = Key } }.ToString(), StringComparison.Ordinal);

    private static EventGridChannel Channel(HookServer topic) =>
        new(EventGridClient.Create(new() { TopicEndpoint = new Uri(topic.Address, "/api/events"), Key = Key }));

    private static Dictionary<string, string?> Settings(HookServer topic) => new()
    {
        ["EventGrid:TopicEndpoint"] = new Uri(topic.Address, "/api/events").ToString(),
        ["EventGrid:Key"] = Key,
    };

    private static JsonNode EventIn(HookServer.Call call) => Assert.Single(JsonNode.Parse(call.Body)!.AsArray())!;

    /// <summary>All but the trace: the SDK adds it as soon as anything in the process, such as another test, listens to traces.</summary>
    private static void AssertIsLike(string expected, JsonNode actual)
    {
        var rest = actual.DeepClone().AsObject();
        rest.Remove("traceparent");
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), rest), actual.ToJsonString());
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
