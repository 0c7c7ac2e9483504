using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Alerts.Manners;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Analysis.Tests.Alerts;

public sealed class DigestTests
{
    private static readonly AlertOutcome Down = new(AlertVerdict.TryLater, "HTTP 503", TimeSpan.FromMinutes(20));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Backlog_IsOneMessageWithTheNewestPicture_AndEachEventSaysSo()
    {
        await using var system = new Installation(settings: new() { ["Alerts:GalleryUrl"] = "https://cctv.example.org" });
        var (phone, program) = (new RecordingChannel("phone"), new RecordingChannel("program", takesDigests: false));
        var delivery = Deliveries.Of(system, phone, program);
        var newest = Late("yard", 104);
        byte[] picture = [0xFF, 0xD8, 1, 2, 3];
        await system.Store.Objects.PutAsync(new($"flagged/{newest.Event}/{newest.BestFrame.ToString().Replace(".jpg", ".preview.jpg", StringComparison.Ordinal)}"), picture, Token);
        Alert[] backlog = [Late("gate", 0), newest, Late("gate", 30), Late("yard", 60), Late("gate", 90)];

        await WriteAsync(system, backlog);
        await DeliverAllAsync(system, delivery);

        var sent = Assert.Single(phone.Sent);
        Assert.Equal("5 events while the link was down (farm)", sent.Alert.Title());
        Assert.Equal("07:32 to 09:16, cameras gate, yard; the last at 2026-11-20 09:16:05 UTC", sent.Text);
        Assert.Equal("https://cctv.example.org/days/2026-11-20", sent.Link!.AbsoluteUri);
        Assert.Equal(picture, sent.Preview.ToArray());
        Assert.Equal(backlog.Select(alert => alert.Key).Order(), program.Sent.Select(one => one.Alert.Key).Order());
        foreach (var alert in backlog)
        {
            var state = (await system.Get<AlertOutbox>().FindSentAsync(alert.Key, Token))!.Channels["phone"];
            Assert.Equal((ChannelStatus.InDigest, sent.Alert.Key), (state.Status, state.ToldBy));
        }

        Assert.Equal(ChannelStatus.Sent, (await system.Get<AlertOutbox>().FindSentAsync(sent.Alert.Key, Token))!.Channels["phone"].Status);
        Assert.Empty(await system.NamesAsync("alerts/pending/"));
    }

    [Fact]
    public async Task OneLateEvent_IsToldAsItself_AndWhatIsNewAtOnce()
    {
        await using var system = new Installation();
        var phone = new RecordingChannel("phone");
        var delivery = Deliveries.Of(system, phone);
        await WriteAsync(system, Late("gate", 0), Late("yard", 0) with { Late = false });

        await delivery.DeliverDueAsync(Token);
        Assert.Equal("yard", Assert.Single(phone.Sent).Alert.Event.Camera);
        await DeliverAllAsync(system, delivery);

        Assert.Equal(Late("gate", 0).Key, phone.Sent[1].Alert.Key);
        Assert.Equal("Late: Person at gate (farm)", phone.Sent[1].Alert.Title());
        Assert.Equal(2, phone.Sent.Count);
    }

    [Fact]
    public async Task EventsThatKeepComing_AreToldAfterTenMinutesAtTheLatest()
    {
        await using var system = new Installation();
        var phone = new RecordingChannel("phone");
        var delivery = Deliveries.Of(system, phone);
        for (var i = 0; i < 30; i++)
        {
            await WriteAsync(system, Late("gate", i));
            await delivery.DeliverDueAsync(Token);
            system.Clock.Advance(TimeSpan.FromSeconds(30));
        }

        await DeliverAllAsync(system, delivery);

        Assert.Equal(2, phone.Sent.Count);
        Assert.Equal(30, phone.Sent.Sum(Count));
    }

    [Fact]
    public async Task ChannelDownMeanwhile_WhatComesIsOneMoreDigestAndNotMany()
    {
        await using var system = new Installation();
        var phone = new RecordingChannel("phone");
        for (var i = 0; i < 3; i++)
        {
            phone.Answers.Enqueue(Down);
        }

        var delivery = Deliveries.Of(system, phone);
        for (var i = 0; i < 50; i++)
        {
            await WriteAsync(system, Late("gate", i));
            await delivery.DeliverDueAsync(Token);
            system.Clock.Advance(TimeSpan.FromSeconds(40));
        }

        await DeliverAllAsync(system, delivery);

        // What was closed before the channel went down, what was gathered while it was tried, and what came after that.
        Assert.InRange(phone.Sent.Count, 2, 3);
        Assert.Equal(50, phone.Sent.Sum(Count));
    }

    [Fact]
    public async Task FourWorkersAtOnce_OneDigest()
    {
        await using var system = new Installation();
        var (phone, mail) = (new RecordingChannel("phone"), new RecordingChannel("mail"));
        var workers = Enumerable.Range(0, 4).Select(_ => Deliveries.Of(system, phone, mail)).ToList();
        await WriteAsync(system, [.. Enumerable.Range(0, 12).Select(i => Late($"cam-{i % 3}", i))]);

        for (var turn = 0; turn < 8; turn++)
        {
            await Task.WhenAll(workers.Select(worker => Task.Run(() => worker.DeliverDueAsync(Token), Token)));
            system.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal((12, 12), (Count(Assert.Single(phone.Sent)), Count(Assert.Single(mail.Sent))));
        Assert.Empty(await system.NamesAsync("alerts/pending/"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WorkerDiesAtAnyWrite_EveryEventIsToldByOneMessage(bool afterIt)
    {
        var crashed = true;
        for (var write = 1; crashed; write++)
        {
            await using var system = new Installation();
            var phone = new RecordingChannel("phone");
            Alert[] backlog = [Late("gate", 0), Late("gate", 1), Late("yard", 2)];
            await WriteAsync(system, backlog);
            crashed = await DieAsync(system, phone, write, afterIt);

            system.Clock.Advance(TimeSpan.FromMinutes(3));
            await DeliverAllAsync(system, Deliveries.Of(system, phone));

            // A digest, or an event, whose message went out right before the end may go out again, under the same key.
            var told = phone.Sent.DistinctBy(sent => sent.Alert.Key).SelectMany(EventsOf).ToList();
            Assert.Equal(backlog.Select(alert => alert.Key).Order(), told.Order());
            Assert.InRange(phone.Sent.Count, 1, 3);
            Assert.Empty(await system.NamesAsync("alerts/pending/"));
        }
    }

    [Fact]
    public async Task DigestAfterZero_TellsEachByItself()
    {
        await using var system = new Installation(settings: new() { ["Alerts:DigestAfter"] = "00:00:00" });
        await WriteAsync(system, Late("gate", 0), Late("gate", 1));

        await system.DeliverAsync();

        Assert.Equal(2, system.Channel.Sent.Count);
    }

    [Fact]
    public async Task Backlog_WithheldByManners_IsNotInTheDigest()
    {
        await using var system = new Installation();
        var phone = new RecordingChannel("phone");
        var rule = new MannerOptions { Cameras = ["farm/street"], MinScore = 0.99 };
        var delivery = Deliveries.Of(system, new AlertOptions { Manners = [rule] }, phone);
        await WriteAsync(system, Late("gate", 0), Late("street", 1), Late("yard", 2));

        await DeliverAllAsync(system, delivery);

        Assert.Equal(2, Count(Assert.Single(phone.Sent)));
        Assert.Equal(ChannelStatus.Withheld, (await system.Get<AlertOutbox>().FindSentAsync(Late("street", 1).Key, Token))!.Channels["phone"].Status);
    }

    [Fact]
    public async Task EventWithheldAfterItOpenedADigest_IsNotToldWithTheNextBacklog()
    {
        await using var system = new Installation();
        var phone = new RecordingChannel("phone");
        await WriteAsync(system, Late("street", 0));
        await Deliveries.Of(system, phone).DeliverDueAsync(Token);
        var quiet = Deliveries.Of(system, new AlertOptions { Manners = [new MannerOptions { Cameras = ["farm/street"], MinScore = 0.99 }] }, phone);
        system.Clock.Advance(TimeSpan.FromMinutes(30));
        await DeliverAllAsync(system, quiet);
        system.Clock.Advance(TimeSpan.FromHours(10));

        await WriteAsync(system, Late("gate", 30));
        await DeliverAllAsync(system, quiet);

        Assert.Equal([Late("gate", 30).Key], EventsOf(Assert.Single(phone.Sent)));
    }

    [Fact]
    public async Task OneLateEventWhoseChannelWasDown_IsToldAtTheNextAttemptAndNotGatheredAgain()
    {
        await using var system = new Installation();
        var phone = new RecordingChannel("phone");
        phone.Answers.Enqueue(Down);
        var delivery = Deliveries.Of(system, phone);
        await WriteAsync(system, Late("gate", 0));
        var due = await delivery.DeliverDueAsync(Token);
        system.Clock.Advance(due!.Value - system.Clock.GetUtcNow());
        var retry = await delivery.DeliverDueAsync(Token);
        Assert.Empty(phone.Sent);

        system.Clock.Advance(retry!.Value - system.Clock.GetUtcNow());
        await delivery.DeliverDueAsync(Token);

        Assert.Equal(Late("gate", 0).Key, Assert.Single(phone.Sent).Alert.Key);
        Assert.Empty(await system.NamesAsync("alerts/pending/"));
    }

    [Fact]
    public async Task Backlog_IsInTheHistoryOfTheDayOnWhichItWasGathered()
    {
        await using var system = new Installation();
        var gathered = system.Clock.GetUtcNow();
        var phone = new RecordingChannel("phone");
        await WriteAsync(system, Late("gate", 0), Late("yard", 1));
        await DeliverAllAsync(system, Deliveries.Of(system, phone));
        var (history, day) = (system.Get<AlertHistory>(), DateOnly.FromDateTime(gathered.UtcDateTime));

        var told = (await history.KeysAsync(day, Token)).Single(one => one.Key == Assert.Single(phone.Sent).Alert.Key);

        Assert.Equal(gathered, told.At);
        Assert.Equal("2 events while the link was down (farm)", Assert.Single(await history.ReadAsync([told], Token)).Alert.Title());
        Assert.DoesNotContain(told, await history.KeysAsync(day.AddDays(1), Token));
    }

    private static int Count(AlertMessage sent) => EventsOf(sent).Count;

    private static IReadOnlyList<string> EventsOf(AlertMessage sent) => sent.Alert.Notice is { } notice ? notice.Facts["events"].Split(' ') : [sent.Alert.Key];

    private static async Task<bool> DieAsync(Installation system, RecordingChannel phone, int write, bool afterIt)
    {
        CrashingStore? store = null;
        await using var dying = new Installation(sharing: system, wrap: inner => store = new CrashingStore(inner, write, afterIt));
        try
        {
            await DeliverAllAsync(system, Deliveries.Of(dying, phone));
        }
        catch (SimulatedCrash)
        {
            // Somebody else goes on.
        }

        return store!.Crashed;
    }

    /// <summary>As a worker does it: again when something is due.</summary>
    private static async Task DeliverAllAsync(Installation system, AlertDelivery delivery)
    {
        for (var turn = 0; turn < 500; turn++)
        {
            var next = await delivery.DeliverDueAsync(Token);

            // A digest may have been written while the outbox was looked through.
            if (next is null && (await system.NamesAsync("alerts/pending/")).Count == 0)
            {
                return;
            }

            system.Clock.Advance(next > system.Clock.GetUtcNow() ? next.Value - system.Clock.GetUtcNow() : TimeSpan.Zero);
        }

        Assert.Fail("The outbox does not become empty.");
    }

    private static async Task WriteAsync(Installation system, params Alert[] alerts)
    {
        foreach (var alert in alerts)
        {
            await system.Get<AlertOutbox>().WriteAsync(alert, Token);
        }
    }

    private static Alert Late(string camera, int minute)
    {
        var start = BatchMaker.EventStart.AddMinutes(minute);
        return Messages.Sample(late: true).Alert with
        {
            Event = new EventName("farm", camera, start, $"{minute:D8}"),
            BestFrame = new FrameName(2, start),
            Time = start,
        };
    }
}
