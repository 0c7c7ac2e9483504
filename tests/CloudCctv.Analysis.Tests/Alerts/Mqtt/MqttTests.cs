using System.Text.Json.Nodes;
using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Alerts.Mqtt;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Analysis.Tests.Alerts.Mqtt;

/// <summary>Against a real broker.</summary>
public sealed class MqttTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Send_IsAnnouncedWithItsPicture_AndTheAlertComesLast(bool tls)
    {
        using var broker = await Broker.StartAsync(tls);
        using var subscriber = await broker.SubscribeAsync("#");
        var message = Messages.Sample();

        Assert.Equal(AlertOutcome.Delivered, await Channel(broker.Options).SendAsync(message, Token));

        var received = await subscriber.NextAsync(5);
        Assert.Equal(
            ["cloudcctv/status", "homeassistant/binary_sensor/cloudcctv_farm_gate/person/config", "homeassistant/image/cloudcctv_farm_gate/picture/config", "cloudcctv/farm/gate/picture", "cloudcctv/farm/gate/alert"],
            received.Select(one => one.Topic));
        Assert.All(received, one => Assert.True(one.AtLeastOnce, one.Topic));
        Assert.Equal("online", received[0].Text);
        Assert.Equal(message.Preview.ToArray(), received[3].Payload);
        var alert = JsonNode.Parse(received[4].Payload)!;
        Assert.Equal((message.Alert.Key, "seen", 2), ((string?)alert["key"], (string?)alert["kind"], (int?)alert["people"]));
    }

    [Fact]
    public async Task Retained_AreAllButTheAlert()
    {
        using var broker = await Broker.StartAsync();
        await Channel(broker.Options).SendAsync(Messages.Sample(), Token);

        using var later = await broker.SubscribeAsync("#");
        var there = await later.NextAsync(4);
        await Channel(broker.Options).SendAsync(Messages.Sample(), Token);
        var next = await later.NextAsync();

        Assert.All(there, one => Assert.True(one.WasRetained, one.Topic));
        Assert.DoesNotContain(there, one => one.Topic.EndsWith("/alert", StringComparison.Ordinal));
        Assert.False(next.WasRetained);
        var sensor = JsonNode.Parse(there.Single(one => one.Topic.Contains("binary_sensor", StringComparison.Ordinal)).Payload)!;
        Assert.Equal(
            ("cloudcctv/farm/gate/alert", "cloudcctv/status", "occupancy", "cloudcctv_farm_gate_person", 60),
            ((string?)sensor["state_topic"], (string?)sensor["availability_topic"], (string?)sensor["device_class"], (string?)sensor["unique_id"], (int?)sensor["off_delay"]));
        var image = JsonNode.Parse(there.Single(one => one.Topic.Contains("/image/", StringComparison.Ordinal)).Payload)!;
        Assert.Equal(("cloudcctv/farm/gate/picture", "image/jpeg"), ((string?)image["image_topic"], (string?)image["content_type"]));
        Assert.Equal((string?)sensor["device"]!["identifiers"]![0], (string?)image["device"]!["identifiers"]![0]);
    }

    [Fact]
    public async Task Send_TestOrHealth_LeavesNothingBehind()
    {
        using var broker = await Broker.StartAsync();
        using var subscriber = await broker.SubscribeAsync("#");

        await Channel(broker.Options).SendAsync(Messages.Sample() with { IsTest = true }, Token);
        await Channel(broker.Options).SendAsync(Messages.Sample(), Token);

        Assert.Equal(["cloudcctv/farm/gate/alert", "cloudcctv/status"], (await subscriber.NextAsync(2)).Select(one => one.Topic));
    }

    [Fact]
    public async Task LatePicture_DoesNotTakeThePlaceOfANewerOne()
    {
        using var broker = await Broker.StartAsync();
        using var subscriber = await broker.SubscribeAsync("cloudcctv/farm/gate/+");
        var (channel, message) = (Channel(broker.Options), Messages.Sample());
        var older = message with { Alert = message.Alert with { Event = new EventName("farm", "gate", BatchMaker.EventStart.AddHours(-1), "5k7x9m2q"), Late = true } };

        await channel.SendAsync(message, Token);
        await channel.SendAsync(older, Token);

        Assert.Equal(["picture", "alert", "alert"], (await subscriber.NextAsync(3)).Select(one => one.Topic.Split('/')[^1]));
    }

    [Fact]
    public async Task Send_WrongPassword_SaysSoWithoutIt()
    {
        using var broker = await Broker.StartAsync();

        var outcome = await Channel(broker.Options with { Password = "s3cr3t-but-wrong" }).SendAsync(Messages.Sample(), Token);

        Assert.Equal((AlertVerdict.TryLater, "the broker does not let this user in"), (outcome.Verdict, outcome.Detail));
    }

    [Fact]
    public async Task Send_CertificateThatNobodyKnows_SendsNothing()
    {
        using var broker = await Broker.StartAsync(tls: true);
        using var subscriber = await broker.SubscribeAsync("cloudcctv/#");

        var unknown = await Channel(broker.Options with { CaFile = null }).SendAsync(Messages.Sample(), Token);
        var plain = await Channel(broker.Options with { CaFile = null, Tls = false, AllowPasswordInClear = true }).SendAsync(Messages.Sample(), Token);
        await Channel(broker.Options with { TopicPrefix = "cloudcctv/known" }).SendAsync(Messages.Sample(), Token);

        Assert.Equal((AlertVerdict.TryLater, "the broker's certificate is not trusted, or it speaks no TLS"), (unknown.Verdict, unknown.Detail));
        Assert.Equal(AlertVerdict.TryLater, plain.Verdict);
        Assert.StartsWith("cloudcctv/known/", (await subscriber.NextAsync()).Topic, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BrokerKilledAndStarted_TheAlertComesFromTheOutbox()
    {
        using var broker = await Broker.StartAsync();
        await using var system = new Installation();
        var delivery = Deliveries.Of(system, Channel(broker.Options));
        await system.Get<AlertOutbox>().WriteAsync(Messages.Sample().Alert, Token);
        broker.Kill();

        Assert.NotNull(await delivery.DeliverDueAsync(Token));
        var waiting = (await system.Get<AlertOutbox>().FindAsync(Messages.Sample().Alert.Key, Token))!.Channels["mqtt"];
        Assert.Equal((ChannelStatus.Waiting, "no connection (ConnectionRefused)"), (waiting.Status, waiting.LastError));
        await broker.StartAgainAsync();
        using var subscriber = await broker.SubscribeAsync("cloudcctv/+/+/alert");
        system.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await delivery.DeliverDueAsync(Token));

        Assert.Equal(Messages.Sample().Alert.Key, (string?)JsonNode.Parse((await subscriber.NextAsync()).Payload)!["key"]);
    }

    [Fact]
    public async Task Update_IsPublishedUnderTheSameKeyWithAHigherRevision()
    {
        using var broker = await Broker.StartAsync();
        using var subscriber = await broker.SubscribeAsync("cloudcctv/farm/gate/alert");
        var message = Messages.Sample();

        await Channel(broker.Options).SendAsync(message with { Alert = message.Alert with { Revision = 3 }, IsUpdate = true }, Token);

        var alert = JsonNode.Parse((await subscriber.NextAsync()).Payload)!;
        Assert.Equal((message.Alert.Key, true, 3), ((string?)alert["key"], (bool?)alert["update"], (int?)alert["revision"]));
    }

    private static MqttChannel Channel(MqttOptions options) => new(options, TimeProvider.System);
}
