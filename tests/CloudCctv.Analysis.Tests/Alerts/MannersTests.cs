using System.ComponentModel.DataAnnotations;
using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Alerts.Manners;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Analysis.Tests.Alerts;

public sealed class MannersTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task LowScore_IsWithheldAndToldWhenItRises()
    {
        await using var system = new Installation();
        var channel = new RecordingChannel("phone");
        var delivery = Deliveries.Of(system, Options(new MannerOptions { MinScore = 0.9 }), channel);
        await system.Get<AlertOutbox>().WriteAsync(AlertOf("gate", "4k7x9m2q"), Token);
        await delivery.DeliverDueAsync(Token);
        Assert.Empty(channel.Sent);
        Assert.Equal((ChannelStatus.Withheld, "score 0.87 is below 0.9"), await StateAsync(system, "4k7x9m2q"));

        await system.Get<AlertOutbox>().WriteAsync(AlertOf("gate", "4k7x9m2q") with { Score = 0.95, Weight = 0.9 }, Token);
        await delivery.DeliverDueAsync(Token);

        Assert.Equal((0.95, false), (Assert.Single(channel.Sent).Alert.Score, channel.Sent[0].IsUpdate));
    }

    [Fact]
    public async Task Zones_OnlyWhatMovedInThemIsTold()
    {
        await using var system = new Installation();
        var channel = new RecordingChannel("phone");
        var delivery = Deliveries.Of(system, Options(new MannerOptions { Zones = ["drive"] }), channel);
        await system.Get<AlertOutbox>().WriteAsync(AlertOf("gate", "4k7x9m2q") with { Zones = ["street"] }, Token);
        await system.Get<AlertOutbox>().WriteAsync(AlertOf("gate", "5k7x9m2q") with { Zones = ["drive", "street"] }, Token);

        await delivery.DeliverDueAsync(Token);

        Assert.Equal("5k7x9m2q", Assert.Single(channel.Sent).Alert.Event.Id);
    }

    [Fact]
    public async Task CoolDown_CountsFromADeliveredAlertAndNotFromAnAttempt()
    {
        await using var system = new Installation();
        var channel = new RecordingChannel("phone");
        channel.Answers.Enqueue(new AlertOutcome(AlertVerdict.Refused, "HTTP 400"));
        var delivery = Deliveries.Of(system, Options(new MannerOptions { CoolDown = TimeSpan.FromMinutes(5) }), channel);

        async Task EventAsync(string camera, string id)
        {
            await system.Get<AlertOutbox>().WriteAsync(AlertOf(camera, id), Token);
            await delivery.DeliverDueAsync(Token);
        }

        await EventAsync("gate", "1k7x9m2q");
        await EventAsync("gate", "2k7x9m2q");
        await EventAsync("gate", "3k7x9m2q");
        await EventAsync("barn", "4k7x9m2q");
        system.Clock.Advance(TimeSpan.FromMinutes(5));
        await EventAsync("gate", "5k7x9m2q");

        Assert.Equal(["2k7x9m2q", "4k7x9m2q", "5k7x9m2q"], channel.Sent.Select(sent => sent.Alert.Event.Id));
    }

    [Fact]
    public async Task QuietHours_HoldUntilTheyEnd_OnThatChannelOnly()
    {
        await using var system = new Installation();
        var (phone, hook) = (new RecordingChannel("phone"), new RecordingChannel("hook"));
        var delivery = Deliveries.Of(system, Options(new MannerOptions { Channel = "phone", QuietFrom = new TimeSpan(22, 0, 0), QuietTo = new TimeSpan(9, 0, 0) }), phone, hook);
        await system.Get<AlertOutbox>().WriteAsync(AlertOf("gate", "4k7x9m2q"), Token);

        var next = await delivery.DeliverDueAsync(Token);

        Assert.Equal(new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero), next);
        Assert.Empty(phone.Sent);
        Assert.Single(hook.Sent);
        system.Clock.Advance(next!.Value - system.Clock.GetUtcNow());
        Assert.Null(await delivery.DeliverDueAsync(Token));
        Assert.Single(phone.Sent);
        Assert.Single(hook.Sent);
    }

    [Fact]
    public async Task Snooze_OfACameraOrAll_EndsByItself()
    {
        await using var system = new Installation();
        var channel = new RecordingChannel("phone");
        var (delivery, snoozes) = (Deliveries.Of(system, channel), system.Get<MannerStore>());
        await snoozes.SnoozeAsync(new CameraName("farm", "gate"), system.Clock.GetUtcNow().AddMinutes(10), Token);
        await system.Get<AlertOutbox>().WriteAsync(AlertOf("gate", "1k7x9m2q"), Token);
        await system.Get<AlertOutbox>().WriteAsync(AlertOf("barn", "2k7x9m2q"), Token);
        await delivery.DeliverDueAsync(Token);
        await snoozes.SnoozeAsync(null, system.Clock.GetUtcNow().AddMinutes(5), Token);
        await system.Get<AlertOutbox>().WriteAsync(AlertOf("barn", "3k7x9m2q"), Token);
        await delivery.DeliverDueAsync(Token);
        system.Clock.Advance(TimeSpan.FromMinutes(10));
        await system.Get<AlertOutbox>().WriteAsync(AlertOf("gate", "4k7x9m2q"), Token);
        await delivery.DeliverDueAsync(Token);

        Assert.Equal(["2k7x9m2q", "4k7x9m2q"], channel.Sent.Select(sent => sent.Alert.Event.Id));
    }

    [Fact]
    public async Task Escalation_TellsOnlyIfNobodyHasOpenedIt()
    {
        await using var system = new Installation();
        var channel = new RecordingChannel("sms");
        var delivery = Deliveries.Of(system, Options(new MannerOptions { UnlessOpenedWithin = TimeSpan.FromMinutes(5) }), channel);
        await system.Get<AlertOutbox>().WriteAsync(AlertOf("gate", "1k7x9m2q"), Token);
        await system.Get<AlertOutbox>().WriteAsync(AlertOf("gate", "2k7x9m2q"), Token);
        await delivery.DeliverDueAsync(Token);
        await system.Get<MannerStore>().OpenedAsync(AlertOf("gate", "1k7x9m2q").Event, Token);
        Assert.Empty(channel.Sent);

        system.Clock.Advance(TimeSpan.FromMinutes(5));
        await delivery.DeliverDueAsync(Token);

        Assert.Equal("2k7x9m2q", Assert.Single(channel.Sent).Alert.Event.Id);
    }

    [Fact]
    public async Task SnoozeButtons_DoWhatTheySayForThatCameraAndADay()
    {
        await using var system = new Installation(settings: new() { ["Alerts:GalleryUrl"] = "https://cctv.example.org" });
        var links = system.Get<SnoozeLinks>();
        var actions = (await system.Get<AlertMessages>().ComposeAsync(AlertOf("gate", "1k7x9m2q"), Token)).Actions;
        Assert.Equal(["Quiet 10 min", "Quiet 1 h", "Quiet until morning"], actions.Select(action => action.Label));
        var asked = System.Web.HttpUtility.ParseQueryString(actions[1].Url.Query);

        async Task<DateTimeOffset?> PressAsync(string camera, string length) => (await links.SnoozeAsync(camera, length, asked["ends"], asked["sig"], Token))?.Until;

        Assert.Null(await PressAsync("farm/barn", "1h"));
        Assert.Null(await PressAsync("farm/gate", "morning"));
        Assert.Equal(new SnoozeWish(new CameraName("farm", "gate"), system.Clock.GetUtcNow().AddHours(1)), await links.ReadAsync("farm/gate", "1h", asked["ends"], asked["sig"], Token));
        Assert.Null(await system.Get<MannerStore>().SnoozedUntilAsync(new CameraName("farm", "gate"), Token));
        Assert.Equal(system.Clock.GetUtcNow().AddHours(1), await PressAsync("farm/gate", "1h"));
        Assert.Equal(system.Clock.GetUtcNow().AddHours(1), await system.Get<MannerStore>().SnoozedUntilAsync(new CameraName("farm", "gate"), Token));
        system.Clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromSeconds(1));
        Assert.Null(await PressAsync("farm/gate", "1h"));
    }

    [Theory]
    [InlineData("2026-11-20T21:00:00Z", null)]
    [InlineData("2026-11-20T21:30:00Z", "2026-11-21T05:00:00Z")]
    [InlineData("2026-11-21T04:59:59Z", "2026-11-21T05:00:00Z")]
    [InlineData("2026-11-21T05:00:00Z", null)]
    [InlineData("2026-03-28T23:00:00Z", "2026-03-29T04:00:00Z")]
    public void QuietHours_OverMidnightAndTheChangeOfClocks_EndByTheWall(string now, string? end)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Vienna");

        var found = QuietHours.EndOf(new TimeSpan(22, 30, 0), new TimeSpan(6, 0, 0), zone, At(now));

        Assert.Equal(end is null ? null : At(end), found);
    }

    [Fact]
    public void Options_HalfOfQuietHoursOrNoCamera_AreNamed()
    {
        var rule = new MannerOptions { QuietFrom = TimeSpan.FromHours(22), Cameras = ["farm"] };

        var faults = rule.Validate(new ValidationContext(rule)).Select(fault => fault.ErrorMessage).ToList();

        Assert.Contains("QuietFrom and QuietTo must both be there", faults[0], StringComparison.Ordinal);
        Assert.Equal("Cameras: 'farm' is not a camera; name it site/camera, or site/* for all of a site.", faults[1]);
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static AlertOptions Options(params MannerOptions[] manners) => new() { Manners = manners };

    private static Alert AlertOf(string camera, string id) => Messages.Sample().Alert with { Event = new EventName("farm", camera, BatchMaker.EventStart, id) };

    private static async Task<(ChannelStatus Status, string? Reason)> StateAsync(Installation system, string id)
    {
        var state = (await system.Get<AlertOutbox>().FindAsync(AlertOf("gate", id).Key, Token))!.Channels["phone"];
        return (state.Status, state.LastError);
    }
}
