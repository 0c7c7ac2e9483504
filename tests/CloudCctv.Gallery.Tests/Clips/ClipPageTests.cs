using System.Net;
using System.Security.Cryptography;
using CloudCctv.Analysis.Clips;
using CloudCctv.Analysis.Quarantine;
using CloudCctv.Analysis.Retention.Trash;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Names;
using CloudCctv.Gallery.Access.Users;
using CloudCctv.Gallery.Tests.Share;
using CloudCctv.Gallery.Tests.Status;
using CloudCctv.Gallery.Tests.Support;
using CloudCctv.HostileBatches;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCctv.Gallery.Tests.Clips;

/// <summary>What the page of an event says of its clip.</summary>
public sealed class ClipPageTests
{
    private static readonly EventName Event = Scene.Event();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Clip_that_is_here_is_a_player_with_poster_download_and_hash()
    {
        await using var server = await StartAsync();
        var film = RawFilm.Sound(dataBytes: 2_345_678);
        await ClipScene.ArriveAsync(server, Event, film);

        var page = await server.Browser.PageAsync($"/events/{Event}");

        Assert.Contains($"src=\"/media/{Event}/clip.mp4\"", page, StringComparison.Ordinal);
        Assert.Contains($"poster=\"/media/{Event}/", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"/media/{Event}/clip.mp4?download=true\"", page, StringComparison.Ordinal);
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(film)), page, StringComparison.Ordinal);
        Assert.Contains("2.3\u00a0MB", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.DoesNotContain("Clip read", page, StringComparison.Ordinal);
        Assert.Contains("Clip read: as its device sent it", await server.Browser.PageAsync($"/events/{Event}?check=true"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clip_that_was_changed_is_told_by_the_check()
    {
        await using var server = await StartAsync();
        await ClipScene.ArriveAsync(server, Event, RawFilm.Sound());
        await File.WriteAllBytesAsync(server.FileOf(ClipName.FilmOf(Event)), RawFilm.Sound(dataBytes: 5), Token);

        Assert.Contains("The clip is not as its device sent it", await server.Browser.PageAsync($"/events/{Event}?check=true"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clip_is_asked_for_cancelled_and_asked_for_again()
    {
        await using var server = await StartAsync();
        await ClipScene.OfferAsync(server);
        Assert.Contains("Get the clip", await server.Browser.PageAsync($"/events/{Event}"), StringComparison.Ordinal);

        using (var asked = await server.Browser.SubmitAsync($"/events/{Event}", $"/clip-ask/{Event}"))
        {
            Assert.Equal($"/events/{Event}", asked.Headers.Location?.OriginalString);
        }

        Assert.Equal([Event], await ClipScene.WishesAsync(server));
        Assert.Contains("Asked for at", await server.Browser.PageAsync($"/events/{Event}"), StringComparison.Ordinal);
        using (await server.Browser.SubmitAsync($"/events/{Event}", $"/clip-cancel/{Event}"))
        {
            Assert.Empty(await ClipScene.WishesAsync(server));
            Assert.Contains("Get the clip", await server.Browser.PageAsync($"/events/{Event}"), StringComparison.Ordinal);
        }

        using (await server.Browser.SubmitAsync($"/events/{Event}", $"/clip-ask/{Event}"))
        {
            Assert.Equal([Event], await ClipScene.WishesAsync(server));
        }
    }

    [Fact]
    public async Task Device_that_has_no_clip_says_so_to_the_wish_and_not_to_a_later_one()
    {
        await using var server = await StartAsync();
        await ClipScene.OfferAsync(server);
        using (await server.Browser.SubmitAsync($"/events/{Event}", $"/clip-ask/{Event}"))
        {
            await ClipScene.OfferAsync(server, Event.Id);
        }

        Assert.Contains("no longer has a clip of this event, or made none", await server.Browser.PageAsync($"/clip/{Event}"), StringComparison.Ordinal);
        using (await server.Browser.SubmitAsync($"/events/{Event}", $"/clip-cancel/{Event}"))
        using (await server.Browser.SubmitAsync($"/events/{Event}", $"/clip-ask/{Event}"))
        {
            Assert.Contains("Asked for at", await server.Browser.PageAsync($"/clip/{Event}"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Device_that_sends_no_clips_is_not_asked()
    {
        await using var server = await StartAsync();
        Assert.Contains("Nothing is heard of pi-4", await server.Browser.PageAsync($"/clip/{Event}"), StringComparison.Ordinal);
        await StatusScene.ReportAsync(server, StatusScene.Beat("farm", "pi-4", StatusScene.Camera("gate")));
        Assert.Contains("pi-4 sends no clips", await server.Browser.PageAsync($"/clip/{Event}"), StringComparison.Ordinal);

        using (await server.Browser.SubmitAsync($"/events/{Event}", $"/clip-ask/{Event}"))
        {
            Assert.Empty(await ClipScene.WishesAsync(server));
        }
    }

    [Fact]
    public async Task Clip_that_was_set_aside_or_erased_is_told_and_cannot_be_asked_for()
    {
        await using var server = await StartAsync();
        await ClipScene.OfferAsync(server);
        await ClipScene.ArriveAsync(server, Event, "no film"u8.ToArray());
        Assert.Contains("The clip could not be used", await server.Browser.PageAsync($"/clip/{Event}"), StringComparison.Ordinal);

        await server.Services.GetRequiredService<DeletionLog>().RecordClipAsync(Event, Token);
        Assert.Contains("A part of this event was erased", await server.Browser.PageAsync($"/clip/{Event}"), StringComparison.Ordinal);
        using (await server.Browser.SubmitAsync($"/events/{Event}", $"/clip-ask/{Event}"))
        {
            Assert.Empty(await ClipScene.WishesAsync(server));
        }
    }

    [Fact]
    public async Task Clip_that_was_set_aside_is_asked_for_again_once_quarantine_is_empty()
    {
        await using var server = await StartAsync();
        await ClipScene.OfferAsync(server);
        await ClipScene.ArriveAsync(server, Event, "no film"u8.ToArray());
        var quarantine = server.Services.GetRequiredService<QuarantineStore>();
        await foreach (var item in quarantine.ListAsync(Token))
        {
            await quarantine.DeleteAsync(item, Token);
        }

        using (await server.Browser.SubmitAsync($"/events/{Event}", $"/clip-ask/{Event}"))
        {
            Assert.Equal([Event], await ClipScene.WishesAsync(server));
        }

        await ClipScene.ArriveAsync(server, Event, RawFilm.Sound());
        Assert.Contains("<video", await server.Browser.PageAsync($"/events/{Event}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clip_that_came_while_its_event_was_in_the_bin_is_asked_for_again_once_that_is_back()
    {
        await using var server = await StartAsync();
        await ClipScene.OfferAsync(server);
        await server.Services.GetRequiredService<TrashBin>().ThrowAsync(Event, Token);
        await ClipScene.ArriveAsync(server, Event, RawFilm.Sound());
        await server.Services.GetRequiredService<TrashBin>().RestoreAsync(Event, Token);
        Assert.Contains("Get the clip", await server.Browser.PageAsync($"/events/{Event}"), StringComparison.Ordinal);

        using (await server.Browser.SubmitAsync($"/events/{Event}", $"/clip-ask/{Event}"))
        {
            await ClipScene.ArriveAsync(server, Event, RawFilm.Sound());
        }

        Assert.Contains("<video", await server.Browser.PageAsync($"/events/{Event}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Viewer_of_the_camera_plays_and_asks_and_others_get_403()
    {
        await using var server = await StartAsync();
        await Scene.AddAsync(server, Scene.Event("bbbbbbbb"), 1);
        await ClipScene.OfferAsync(server);
        await ClipScene.ArriveAsync(server, Event, RawFilm.Sound());
        using var anna = await ViewerAsync(server, "anna", "farm/gate");
        using var otto = await ViewerAsync(server, "otto", "farm/yard");

        foreach (var (browser, expected) in new[] { (anna, HttpStatusCode.OK), (otto, HttpStatusCode.Forbidden) })
        {
            foreach (var address in new[] { $"/media/{Event}/clip.mp4", $"/pictures/{Event}/clip.mp4", $"/clip/{Event}" })
            {
                using var response = await browser.GetAsync(address);
                Assert.Equal((address, expected), (address, response.StatusCode));
            }
        }

        using (var asked = await otto.SubmitAsync("/", $"/clip-ask/{Scene.Event("bbbbbbbb")}"))
        {
            Assert.Equal(HttpStatusCode.Forbidden, asked.StatusCode);
            Assert.Empty(await ClipScene.WishesAsync(server));
        }

        using (await anna.SubmitAsync($"/events/{Scene.Event("bbbbbbbb")}", $"/clip-ask/{Scene.Event("bbbbbbbb")}"))
        {
            Assert.Equal([Scene.Event("bbbbbbbb")], await ClipScene.WishesAsync(server));
        }
    }

    [Fact]
    public async Task Form_of_another_page_asks_for_nothing()
    {
        await using var server = await StartAsync();
        await ClipScene.OfferAsync(server);

        using var response = await server.Browser.PostAsync($"/clip-ask/{Event}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Empty(await ClipScene.WishesAsync(server));
    }

    [Fact]
    public async Task Shared_link_shows_the_clip_and_ends_with_the_link()
    {
        await using var server = await StartAsync();
        await ClipScene.ArriveAsync(server, Event, RawFilm.Sound());
        var link = await ShareTests.LinkAsync(server, Event);
        using var stranger = server.NewBrowser();
        var ticket = link[link.IndexOf('?', StringComparison.Ordinal)..];

        Assert.Contains($"src=\"/shared/{Event}/clip.mp4{WebUtility.HtmlEncode(ticket)}\"", await stranger.PageAsync(link), StringComparison.Ordinal);
        using (var film = await stranger.GetAsync($"/shared/{Event}/clip.mp4{ticket}"))
        {
            Assert.Equal(("video/mp4", "private, no-cache"), (film.Content.Headers.ContentType?.MediaType, film.Headers.NonValidated["Cache-Control"].ToString()));
            Assert.Equal(RawFilm.Sound(), await film.Content.ReadAsByteArrayAsync(Token));
        }

        using var wrong = await stranger.GetAsync($"/shared/{Event}/clip.mp4{ticket[..^1]}");
        Assert.Equal(HttpStatusCode.Forbidden, wrong.StatusCode);
        using (await server.Browser.SubmitAsync($"/events/{Event}", $"/delete/{Event}"))
        using (var gone = await stranger.GetAsync($"/shared/{Event}/clip.mp4{ticket}"))
        {
            Assert.Equal(HttpStatusCode.Gone, gone.StatusCode);
        }
    }

    [Fact]
    public async Task Question_before_deleting_says_what_becomes_of_the_clip()
    {
        await using var server = await StartAsync(pictures: 2);
        await ClipScene.ArriveAsync(server, Event, RawFilm.Sound());
        var names = await server.Services.GetRequiredService<SightingCalendar>().SightingsAsync(Event, Token);

        Assert.Contains("The event's clip stays", WebUtility.HtmlDecode(await server.Browser.PageAsync($"/delete/{names[0]}")), StringComparison.Ordinal);
        Assert.Contains("So is the clip", await server.Browser.PageAsync($"/delete/{Event}"), StringComparison.Ordinal);
        using (await server.Browser.SubmitAsync($"/delete/{names[0]}", $"/delete/{names[0]}"))
        {
            Assert.True(File.Exists(server.FileOf(ClipName.FilmOf(Event))));
            Assert.Contains("the clip goes with it", await server.Browser.PageAsync($"/delete/{names[1]}"), StringComparison.Ordinal);
        }

        using (await server.Browser.SubmitAsync($"/delete/{names[1]}", $"/delete/{names[1]}"))
        {
            Assert.False(File.Exists(server.FileOf(ClipName.FilmOf(Event))));
        }
    }

    private static async Task<GalleryServer> StartAsync(int pictures = 1)
    {
        var server = await GalleryServer.StartSignedInAsync();
        await Scene.AddAsync(server, Event, [.. Enumerable.Repeat(1, pictures)]);
        return server;
    }

    private static async Task<Visitor> ViewerAsync(GalleryServer server, string name, string camera)
    {
        var browser = server.NewBrowser();
        await browser.SignInAsync(name, await server.Services.GetRequiredService<UserStore>().AddAsync(name, UserRole.Viewer, [camera], Token));
        return browser;
    }
}
