using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Analysis.Tests.Alerts;

public sealed class AlertUpdateTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void With_BetterPictureMorePeopleLongerTime_TellsOfAll()
    {
        var first = First();
        var later = first with { BestFrame = new FrameName(9, BatchMaker.EventStart), Weight = 0.5, Score = 0.9, People = 1, Until = BatchMaker.EventStart.AddSeconds(40) };

        var both = first.With(later);

        Assert.Equal((later.BestFrame, 0.9, 2, later.Until, 1), (both.BestFrame, both.Score, both.People, both.Until, both.Revision));
        Assert.Contains("2 seen for 40 s", both.Text(TimeZoneInfo.Utc), StringComparison.Ordinal);
        Assert.Same(both, both.With(later));
        Assert.Same(both, both.With(first));
    }

    [Fact]
    public async Task News_AfterItWasSent_ChangesWhatWasSentOnceItMay()
    {
        await using var system = new Installation();
        var channel = new RecordingChannel("phone", takesUpdates: true);
        var delivery = Deliveries.Of(system, channel);
        await WriteAsync(system, First());
        Assert.Null(await delivery.DeliverDueAsync(Token));

        await WriteAsync(system, First() with { People = 3 });
        await WriteAsync(system, First() with { People = 4 });

        Assert.Equal(system.Clock.GetUtcNow() + TimeSpan.FromSeconds(10), await delivery.DeliverDueAsync(Token));
        Assert.Single(channel.Sent);
        system.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Null(await delivery.DeliverDueAsync(Token));
        Assert.Equal([(2, false, null), (4, true, "phone-1")], channel.Sent.Select(sent => (sent.Alert.People, sent.IsUpdate, sent.Receipt)));
        Assert.Empty(await system.NamesAsync("alerts/updates/"));
        Assert.Equal(1, (await system.Get<AlertOutbox>().FindSentAsync(First().Key, Token))!.Channels["phone"].Updates);
    }

    [Fact]
    public async Task SameNewsAgain_ChangesNothing()
    {
        await using var system = new Installation();
        var channel = new RecordingChannel("phone", takesUpdates: true);
        await WriteAsync(system, First());
        await Deliveries.Of(system, channel).DeliverDueAsync(Token);

        await WriteAsync(system, First());
        system.Clock.Advance(TimeSpan.FromHours(1));
        await Deliveries.Of(system, channel).DeliverDueAsync(Token);

        Assert.Single(channel.Sent);
    }

    [Fact]
    public async Task News_WhileAnotherChannelIsDown_AreNotHeldUp()
    {
        await using var system = new Installation();
        var (up, down) = (new RecordingChannel("up", takesUpdates: true), new RecordingChannel("down", takesUpdates: true));
        down.Answers.Enqueue(new AlertOutcome(AlertVerdict.TryLater, "HTTP 503", TimeSpan.FromMinutes(10)));
        var delivery = Deliveries.Of(system, up, down);
        await WriteAsync(system, First());
        await delivery.DeliverDueAsync(Token);
        await WriteAsync(system, First() with { People = 3 });

        system.Clock.Advance(TimeSpan.FromSeconds(10));
        await delivery.DeliverDueAsync(Token);
        Assert.Equal([2, 3], up.Sent.Select(sent => sent.Alert.People));

        system.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Null(await delivery.DeliverDueAsync(Token));
        Assert.Equal((3, false), (Assert.Single(down.Sent).Alert.People, down.Sent[0].IsUpdate));
        Assert.Equal(2, up.Sent.Count);
    }

    [Fact]
    public async Task News_WithoutEnd_AreToldAFewTimes()
    {
        await using var system = new Installation();
        var channel = new RecordingChannel("phone", takesUpdates: true);
        var delivery = Deliveries.Of(system, new AlertOptions { MaxUpdates = 2 }, channel);
        for (var people = 2; people < 12; people++)
        {
            await WriteAsync(system, First() with { People = people });
            await delivery.DeliverDueAsync(Token);
            system.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Null(await delivery.DeliverDueAsync(Token));
        Assert.Equal(3, channel.Sent.Count);
        Assert.Empty(await system.NamesAsync("alerts/updates/"));
    }

    [Fact]
    public async Task FourWorkersAtOnce_EachUpdateIsSentOnce()
    {
        await using var system = new Installation();
        var channel = new RecordingChannel("phone", takesUpdates: true);
        await WriteAsync(system, First());
        await Deliveries.Of(system, channel).DeliverDueAsync(Token);
        await Task.WhenAll(Enumerable.Range(3, 6).Select(people => Task.Run(() => system.Get<AlertOutbox>().WriteAsync(First() with { People = people }, Token), Token)));
        system.Clock.Advance(TimeSpan.FromMinutes(1));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Deliveries.Of(system, channel).DeliverDueAsync(Token), Token)));

        Assert.Equal([2, 8], channel.Sent.Select(sent => sent.Alert.People));
    }

    [Fact]
    public async Task News_WhileTheFirstIsBeingSent_AreKept()
    {
        await using var system = new Installation();
        var channel = new NewsOnTheWay(system, First() with { People = 5 });
        var delivery = Deliveries.Of(system, channel);
        await WriteAsync(system, First());

        await delivery.DeliverDueAsync(Token);
        system.Clock.Advance(TimeSpan.FromMinutes(1));
        await delivery.DeliverDueAsync(Token);

        Assert.Equal([2, 5], channel.People);
    }

    private static Task WriteAsync(Installation system, Alert alert) => system.Get<AlertOutbox>().WriteAsync(alert, Token);

    private static Alert First() => Messages.Sample().Alert with { Weight = 0.1, Until = BatchMaker.EventStart.AddSeconds(2) };

    private sealed class NewsOnTheWay(Installation system, Alert news) : IAlertChannel
    {
        public string Name => "phone";

        public bool TakesUpdates => true;

        public List<int> People { get; } = [];

        public async Task<AlertOutcome> SendAsync(AlertMessage message, CancellationToken cancellationToken)
        {
            People.Add(message.Alert.People);
            await system.Get<AlertOutbox>().WriteAsync(news, cancellationToken);
            return AlertOutcome.Delivered;
        }
    }
}
