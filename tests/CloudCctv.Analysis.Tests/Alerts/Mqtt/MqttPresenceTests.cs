using CloudCctv.Analysis.Alerts.Mqtt;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudCctv.Analysis.Tests.Alerts.Mqtt;

/// <summary>What Home Assistant is told of the server itself, by a real broker.</summary>
public sealed class MqttPresenceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Online_WhileItRuns_OfflineWhenItStops()
    {
        using var broker = await Broker.StartAsync();
        using var subscriber = await broker.SubscribeAsync("cloudcctv/status");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var staying = new MqttPresence(broker.Options, TimeProvider.System, NullLogger.Instance).StayAsync(stop.Token);

        Assert.Equal("online", (await subscriber.NextAsync()).Text);
        await stop.CancelAsync();
        await staying;

        Assert.Equal("offline", (await subscriber.NextAsync()).Text);
    }

    [Fact]
    public async Task ServerThatDies_IsCalledOfflineByTheBroker()
    {
        using var broker = await Broker.StartAsync();
        using var subscriber = await broker.SubscribeAsync("cloudcctv/status");
        var session = await MqttSession.OpenAsync(broker.Options, TimeSpan.FromMinutes(1), new MqttTopics(broker.Options).Offline, Token);

        // No goodbye: as when a process is killed.
        await session.DisposeAsync();

        Assert.Equal("offline", (await subscriber.NextAsync()).Text);
    }

    [Fact]
    public async Task BrokerKilledAndStarted_IsToldAgain()
    {
        using var broker = await Broker.StartAsync();
        var clock = new ManualTimeProvider(BatchMaker.EventStart);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var staying = new MqttPresence(broker.Options, clock, NullLogger.Instance).StayAsync(stop.Token);
        using (var before = await broker.SubscribeAsync("cloudcctv/status"))
        {
            Assert.Equal("online", (await before.NextAsync()).Text);
        }

        broker.Kill();
        await broker.StartAgainAsync();
        using var after = await broker.SubscribeAsync("cloudcctv/status");
        var said = after.NextAsync();
        while (!said.IsCompleted)
        {
            // Each step has two real seconds of its twenty, and is tried again.
            clock.Advance(TimeSpan.FromSeconds(10));
            await Task.Delay(TimeSpan.FromSeconds(1), Token);
        }

        Assert.Equal("online", (await said).Text);
        await stop.CancelAsync();
        await staying;
    }
}
