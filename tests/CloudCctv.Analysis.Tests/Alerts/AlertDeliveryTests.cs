using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Analysis.Tests.Alerts;

public sealed class AlertDeliveryTests
{
    private static readonly AlertOutcome Down = new(AlertVerdict.TryLater, "HTTP 503");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Write_SameEventTwice_OneAlertWithWhatIsKnown()
    {
        await using var system = new Installation();
        var outbox = system.Get<AlertOutbox>();

        Assert.True(await outbox.WriteAsync(AlertOf("gate"), Token));
        Assert.False(await outbox.WriteAsync(AlertOf("gate") with { People = 9 }, Token));
        await system.DeliverAsync();
        Assert.False(await outbox.WriteAsync(AlertOf("gate") with { People = 9 }, Token));
        await system.DeliverAsync();

        Assert.Equal(9, Assert.Single(system.Channel.Sent).Alert.People);
        Assert.Empty(await system.NamesAsync("alerts/updates/"));
    }

    [Fact]
    public async Task Deliver_OneChannelDown_TheOtherIsNotHeldUpAndNotRepeated()
    {
        await using var system = new Installation();
        var (down, up) = (new RecordingChannel("down"), new RecordingChannel("up"));
        down.Answers.Enqueue(Down);
        var delivery = Delivery(system, down, up);
        await system.Get<AlertOutbox>().WriteAsync(AlertOf("gate"), Token);

        var next = await delivery.DeliverDueAsync(Token);

        Assert.Equal(system.Clock.GetUtcNow() + TimeSpan.FromSeconds(5), next);
        Assert.Single(up.Sent);
        Assert.Empty(down.Sent);
        await delivery.DeliverDueAsync(Token);
        Assert.Empty(down.Sent);
        system.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Null(await delivery.DeliverDueAsync(Token));
        Assert.Single(down.Sent);
        Assert.Single(up.Sent);
        Assert.Empty(await system.NamesAsync("alerts/pending/"));
    }

    [Fact]
    public async Task Deliver_ChannelDown_RestsForAllAlertsAndBacksOffLonger()
    {
        await using var system = new Installation();
        var down = new RecordingChannel("down");
        var delivery = Delivery(system, down);
        await system.Get<AlertOutbox>().WriteAsync(AlertOf("gate"), Token);
        var waits = new List<TimeSpan>();
        for (var i = 0; i < 10; i++)
        {
            down.Answers.Enqueue(Down);
            var next = await delivery.DeliverDueAsync(Token);
            waits.Add(next!.Value - system.Clock.GetUtcNow());
            system.Clock.Advance(waits[^1]);
        }

        Assert.Equal([5, 10, 20, 40, 80, 160, 320, 640, 900, 900], waits.Select(wait => (int)wait.TotalSeconds));
    }

    [Fact]
    public async Task Deliver_AfterARestart_TheBackOffIsRemembered()
    {
        await using var system = new Installation();
        var down = new RecordingChannel("down");
        down.Answers.Enqueue(Down);
        await system.Get<AlertOutbox>().WriteAsync(AlertOf("gate"), Token);
        await Delivery(system, down).DeliverDueAsync(Token);

        await Delivery(system, down).DeliverDueAsync(Token);

        Assert.Empty(down.Sent);
    }

    [Fact]
    public async Task Deliver_AskedToWait_GetsNoLessThanThat()
    {
        await using var system = new Installation();
        var down = new RecordingChannel("down");
        down.Answers.Enqueue(Down with { RetryAfter = TimeSpan.FromHours(1) });
        await system.Get<AlertOutbox>().WriteAsync(AlertOf("gate"), Token);

        Assert.Equal(system.Clock.GetUtcNow() + TimeSpan.FromHours(1), await Delivery(system, down).DeliverDueAsync(Token));
    }

    [Fact]
    public async Task Deliver_DownForADay_IsGivenUpAndRemembered()
    {
        await using var system = new Installation();
        var down = new RecordingChannel("down");
        down.Answers.Enqueue(Down);
        await system.Get<AlertOutbox>().WriteAsync(AlertOf("gate"), Token);
        system.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Null(await Delivery(system, down).DeliverDueAsync(Token));

        var entry = await system.Get<AlertOutbox>().FindSentAsync(AlertOf("gate").Key, Token);
        Assert.Equal((ChannelStatus.Expired, "HTTP 503"), (entry!.Channels["down"].Status, entry.Channels["down"].LastError));
    }

    [Fact]
    public async Task Deliver_Refused_IsNotTriedAgain()
    {
        await using var system = new Installation();
        var channel = new RecordingChannel("picky");
        channel.Answers.Enqueue(new AlertOutcome(AlertVerdict.Refused, "HTTP 400"));
        await system.Get<AlertOutbox>().WriteAsync(AlertOf("gate"), Token);

        Assert.Null(await Delivery(system, channel).DeliverDueAsync(Token));

        Assert.Empty(channel.Sent);
        Assert.Empty(await system.NamesAsync("alerts/pending/"));
    }

    [Fact]
    public async Task Deliver_FourWorkersAtOnce_EachAlertIsSentOnce()
    {
        await using var system = new Installation();
        var channel = new RecordingChannel("test");
        for (var i = 0; i < 8; i++)
        {
            await system.Get<AlertOutbox>().WriteAsync(AlertOf($"cam-{i}"), Token);
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Delivery(system, channel).DeliverDueAsync(Token), Token)));

        Assert.Equal(8, channel.Sent.Count);
        Assert.Equal(8, channel.Sent.Select(sent => sent.Alert.Key).Distinct().Count());
    }

    [Fact]
    public async Task Deliver_SentButStillPending_IsRepairedWithoutSending()
    {
        await using var system = new Installation();
        var alert = AlertOf("gate");
        await system.Get<AlertOutbox>().WriteAsync(alert, Token);
        var pending = await system.BytesAsync($"alerts/pending/{alert.Key}.json");
        await system.DeliverAsync();
        await system.Store.Objects.PutAsync(new($"alerts/pending/{alert.Key}.json"), pending, Token);

        await system.DeliverAsync();

        Assert.Single(system.Channel.Sent);
        Assert.Empty(await system.NamesAsync("alerts/pending/"));
    }

    [Fact]
    public async Task Deliver_UnreadableEntry_HoldsUpNoOther()
    {
        await using var system = new Installation();
        await system.Store.Objects.PutAsync(new($"alerts/pending/{AlertOf("a").Key}.json"), "rubbish"u8.ToArray(), Token);
        await system.Get<AlertOutbox>().WriteAsync(AlertOf("gate"), Token);

        await system.DeliverAsync();

        Assert.Single(system.Channel.Sent);
    }

    [Fact]
    public void AlertFor_SeveralSightings_TakesTheBestByScoreAndSize()
    {
        var small = SightingOf(1, (0.95, 0.1));
        var large = SightingOf(2, (0.8, 0.5), (0.7, 0.1));

        var alert = Alert.For([small, large], BatchMaker.EventStart.AddMinutes(9), TimeSpan.FromMinutes(10));

        Assert.Equal((large.Frame, 0.8, 2, false), (alert.BestFrame, alert.Score, alert.People, alert.Late));
        Assert.True(Alert.For([small], BatchMaker.EventStart.AddMinutes(11), TimeSpan.FromMinutes(10)).Late);
    }

    [Fact]
    public void Text_InATimeZone_TellsItsTime()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Vienna");

        Assert.Equal("2 seen, 87 % sure, 2026-11-20 08:32:06", Messages.Sample().Alert.Text(zone));
    }

    private static Alert AlertOf(string camera) => Messages.Sample().Alert with { Event = new EventName("farm", camera, BatchMaker.EventStart, "4k7x9m2q") };

    private static Sighting SightingOf(int number, params (double Score, double Side)[] seen) => new()
    {
        Event = AlertOf("gate").Event,
        Frame = new FrameName(number, BatchMaker.EventStart),
        Time = BatchMaker.EventStart,
        Width = 320,
        Height = 240,
        Detections = [.. seen.Select(one => new SeenObject("person", one.Score, new(0, 0, one.Side, one.Side)))],
        Model = new SightingModel("red", ""),
        Motion = new SightingMotion(0, null, []),
        PictureSha256 = "",
        ManifestSha256 = "",
        Batch = new BatchName(AlertOf("gate").Event, 1),
        Device = "pi-4",
    };

    private static AlertDelivery Delivery(Installation system, params IAlertChannel[] channels) => Deliveries.Of(system, channels);
}
