using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Health;
using CloudCctv.Contracts.Names;
using CloudCctv.Gallery.Tests.Status;
using CloudCctv.Gallery.Tests.Support;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Gallery.Tests.Clips;

/// <summary>Why a clip that somebody asked for is not here, as the page of its event says it.</summary>
public sealed partial class ClipHindranceTests
{
    private static readonly EventName Event = Scene.Event();

    private static string Today(int days) => TimeProvider.System.GetUtcNow().AddDays(days).ToString("d MMM", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData(ClipReason.Recording, ". The event is still being filmed: its clip comes after its end.")]
    [InlineData(ClipReason.Room, ". pi-4 has no room to send it from, because pictures go first: the clip comes when there is.")]
    [InlineData(ClipReason.Turn, ". pi-4 has found it: the clip comes after the pictures that wait there")]
    [InlineData(ClipReason.Data, ". gate saves data: the clip comes when what is left of the month is enough for it. Cancel")]
    [InlineData("<script>alert(1)</script>", ". pi-4 looks every minute; over a slow link it can take a while.")]
    public async Task Clip_that_waits_says_for_what(string said, string expected)
    {
        await using var server = await AskedAsync();

        await ClipScene.SayAsync(server, new ClipHeartbeat { Why = new Dictionary<string, string> { [Event.Id] = said } });

        Assert.Contains(expected, await SaysAsync(server), StringComparison.Ordinal);
        Assert.DoesNotContain("alert(1)", await server.Browser.PageAsync($"/events/{Event}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ClipReason.TooLong, "No clip. The one that pi-4 has is longer than the 60 MiB that can be sent; it stays in its folder clips/gate.")]
    [InlineData(ClipReason.Codec, "No clip. The one that pi-4 has was made with clips.codec: copy, and browsers do not play that")]
    [InlineData(ClipReason.Off, "No clip. The settings of pi-4 say that gate keeps no clips or sends none")]
    [InlineData("lost", "No clip. pi-4 says that it no longer has a clip of this event, or made none.")]
    public async Task Clip_that_never_comes_says_why(string said, string expected)
    {
        await using var server = await AskedAsync();

        await ClipScene.SayAsync(server, new ClipHeartbeat { Missing = [Event.Id], Why = new Dictionary<string, string> { [Event.Id] = said } });

        Assert.Contains(expected, await SaysAsync(server), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(12, true)]
    [InlineData(-3, false)]
    [InlineData(3000, false)]
    public async Task Clip_that_waits_for_data_says_until_when_if_that_can_be(int days, bool isTold)
    {
        await using var server = await AskedAsync();
        var from = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(days);

        await ClipScene.SayAsync(server, new ClipHeartbeat { Why = new Dictionary<string, string> { [Event.Id] = ClipReason.Data }, DataFrom = from });

        Assert.Contains($"is enough for it{(isTold ? $", or with the new month from {Today(days)}" : "")}.", await SaysAsync(server), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Device_that_is_silent_is_told_with_when_it_was_heard(bool beforeTheWish)
    {
        await using var server = await AskedAsync();
        // A device that had the wish, and one that did not.
        var heard = TimeProvider.System.GetUtcNow().AddHours(-3);
        await AskedAtAsync(server, beforeTheWish ? heard.AddHours(1) : heard.AddHours(-1));
        File.SetLastWriteTimeUtc(server.FileOf(new ObjectName(StoreLayout.HealthOf("farm", "pi-4"))), heard.UtcDateTime);

        var page = await SaysAsync(server);

        Assert.Matches($@"pi-4 was last heard of on \d+ \w+ at \d\d:\d\d: {(beforeTheWish ? "it gets the wish" : "the clip comes")} when it is back\.", page);
    }

    [Fact]
    public async Task Device_that_is_silent_and_not_asked_yet_is_told_too()
    {
        await using var server = await StartAsync();
        File.SetLastWriteTimeUtc(server.FileOf(new ObjectName(StoreLayout.HealthOf("farm", "pi-4"))), TimeProvider.System.GetUtcNow().AddHours(-3).UtcDateTime);

        Assert.Matches(@"It was last heard of on \d+ \w+ at \d\d:\d\d, and gets a wish when it is back\.", await SaysAsync(server));
    }

    [Fact]
    public async Task What_was_said_before_the_wish_is_not_of_it()
    {
        await using var server = await AskedAsync();
        await ClipScene.SayAsync(server, new ClipHeartbeat { Why = new Dictionary<string, string> { [Event.Id] = ClipReason.Off } });
        await AskedAtAsync(server, TimeProvider.System.GetUtcNow().AddMinutes(1));

        Assert.Contains("pi-4 looks every minute", await SaysAsync(server), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Older_device_with_one_camera_that_saves_data_is_told_and_of_several_none()
    {
        await using var server = await AskedAsync();
        var saving = StatusScene.Beat("farm", "pi-4", StatusScene.Camera("gate")) with { Clips = new(), Data = new() { Mb = 900, Stage = DataStage.FirstPictures } };
        await StatusScene.ReportAsync(server, saving);
        Assert.Contains("gate saves data", await SaysAsync(server), StringComparison.Ordinal);

        await StatusScene.ReportAsync(server, saving with { Cameras = [StatusScene.Camera("gate"), StatusScene.Camera("yard")] });
        Assert.DoesNotContain("saves data", await SaysAsync(server), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_said_of_other_events_and_cameras()
    {
        await using var server = await AskedAsync();

        await ClipScene.SayAsync(server, new ClipHeartbeat { Why = new Dictionary<string, string> { ["bbbbbbbb"] = ClipReason.Data }, DataFrom = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(5) });

        var page = await SaysAsync(server);
        Assert.Contains("pi-4 looks every minute", page, StringComparison.Ordinal);
        Assert.DoesNotContain("data", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Device_that_sends_by_Dropbox_is_not_asked()
    {
        await using var server = await StartAsync();
        await StatusScene.ReportAsync(server, StatusScene.Beat("farm", "pi-4", StatusScene.Camera("gate")) with { Clips = new(), Inbox = true });

        Assert.Contains("pi-4 cannot be asked. It sends by Dropbox and hears no wishes.", await SaysAsync(server), StringComparison.Ordinal);
        using (await server.Browser.SubmitAsync($"/events/{Event}", $"/clip-ask/{Event}"))
        {
            Assert.Empty(await ClipScene.WishesAsync(server));
        }
    }

    private static async Task<GalleryServer> StartAsync()
    {
        var server = await GalleryServer.StartSignedInAsync();
        await Scene.AddAsync(server, Event, 1);
        await ClipScene.OfferAsync(server);
        return server;
    }

    private static async Task<GalleryServer> AskedAsync()
    {
        var server = await StartAsync();
        using (await server.Browser.SubmitAsync($"/events/{Event}", $"/clip-ask/{Event}"))
        {
            return server;
        }
    }

    private static Task AskedAtAsync(GalleryServer server, DateTimeOffset at) => server.Objects.PutAsync(
        new ObjectName($"clips-asked/{Event}.json"), System.Text.Encoding.UTF8.GetBytes($$"""{"at":"{{at:O}}"}"""), TestContext.Current.CancellationToken);

    /// <summary>What people read, with single spaces.</summary>
    private static async Task<string> SaysAsync(GalleryServer server) =>
        Spaces().Replace(WebUtility.HtmlDecode(Tags().Replace(await server.Browser.PageAsync($"/clip/{Event}"), "")), " ");

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tags();

    [GeneratedRegex(@"[\s\u00a0]+")]
    private static partial Regex Spaces();
}
