using CloudCctv.Analysis.Feedback;
using CloudCctv.Analysis.Retention;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Geometry;
using CloudCctv.Gallery.Tests.Share;
using CloudCctv.Gallery.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CloudCctv.Gallery.Tests.Browser;

/// <summary>Days and events as people use them, with scripts.</summary>
public sealed class EventBrowserTests
{
    private const string Attack = "<img src=x onerror=\"document.title='taken'\">'\"&";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task New_event_appears_on_the_open_page_and_grows(bool streams)
    {
        await using var server = await GalleryServer.StartAsync(streams: streams);
        await Scene.AddAsync(server, Scene.Event("aaaaaaaa"), 1);
        await using var browser = await OpenBrowser.StartAsync();
        await browser.SignInAsync(server);
        await Expect(browser.Page.Locator(".card")).ToHaveCountAsync(1);

        var late = Scene.Event("bbbbbbbb", "door", start: Scene.Evening.AddMinutes(5));
        await Scene.AddAsync(server, Scene.Make(late));

        await Expect(browser.Page.Locator(".card").First).ToHaveAttributeAsync("href", $"/events/{late}");
        await Expect(browser.Page.Locator("[data-news]")).ToContainTextAsync("door");
        await Expect(browser.Page.Locator(".lane")).ToHaveCountAsync(2);
        await Scene.AddAsync(server, Scene.Make(late, 2));
        await Expect(browser.Page.Locator(".card").First).ToContainTextAsync("2 pictures");

        // A day that begins stands before the one that was there.
        await Scene.AddAsync(server, Scene.Event("cccccccc", start: Scene.Evening.AddDays(1)), 1);
        await Expect(browser.Page.Locator(".day-part").First).ToHaveAttributeAsync("data-day", "2026-11-21");
        await Expect(browser.Page.Locator(".card")).ToHaveCountAsync(3);
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task Filter_is_chosen_in_the_form_and_stays_in_the_address()
    {
        await using var server = await GalleryServer.StartAsync();
        await Scene.AddAsync(server, Scene.Event("aaaaaaaa"), 1);
        await Scene.AddAsync(server, Scene.Event("bbbbbbbb", "door"), 1);
        await using var browser = await OpenBrowser.StartAsync();
        await browser.SignInAsync(server);

        await browser.Page.Keyboard.PressAsync("f");
        await browser.Page.Locator("select[name=camera]").SelectOptionAsync("farm/door");
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Show", Exact = true }).ClickAsync();

        await Expect(browser.Page.Locator(".card")).ToHaveCountAsync(1);
        await Expect(browser.Page).ToHaveURLAsync(new Uri(server.Url, "/days/2026-11-20?camera=farm%2Fdoor").ToString());
        await browser.Page.GetByRole(AriaRole.Link, new() { Name = "Show all", Exact = true }).ClickAsync();
        await Expect(browser.Page.Locator(".card")).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task Older_days_come_by_scrolling_each_event_once()
    {
        await using var server = await GalleryServer.StartAsync();
        for (var i = 0; i < 60; i++)
        {
            await Scene.AddAsync(server, Scene.Event($"{i:D8}", start: Scene.Evening.AddMinutes(-i)), 1);
        }

        await Scene.AddAsync(server, Scene.Event("eeeeeeee", start: Scene.Evening.AddDays(-3)), 1);
        await using var browser = await OpenBrowser.StartAsync(390, 844, touch: true);
        await browser.SignInAsync(server);
        await Expect(browser.Page.Locator(".card")).ToHaveCountAsync(48);

        await browser.Page.EvaluateAsync("scrollTo(0, document.body.scrollHeight)");
        await Expect(browser.Page.Locator(".card")).Not.ToHaveCountAsync(48);
        await browser.Page.EvaluateAsync("scrollTo(0, document.body.scrollHeight)");

        await Expect(browser.Page.Locator(".card")).ToHaveCountAsync(61);
        await Expect(browser.Page.Locator(".day-part")).ToHaveCountAsync(2);
        await Expect(browser.Page.Locator("[data-older]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Keys_walk_over_the_cards_star_and_open_them()
    {
        // What is new stays so, whenever this runs.
        await using var server = await GalleryServer.StartAsync(settings: new Dictionary<string, string?> { ["Retention:KeepRecordsDays"] = "36500" });
        await Scene.AddAsync(server, Scene.Event("aaaaaaaa"), 1);
        await Scene.AddAsync(server, Scene.Event("bbbbbbbb", start: Scene.Evening.AddMinutes(-1)), 1);
        await using var browser = await OpenBrowser.StartAsync();
        await browser.SignInAsync(server);
        var page = browser.Page;

        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");
        await Expect(page.Locator("#e-bbbbbbbb")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("s");
        await Expect(page.Locator(".star[aria-pressed=true]")).ToHaveCountAsync(1);
        Assert.Single(await server.Services.GetRequiredService<Starred>().AllAsync(Token).ToListAsync(Token));
        await page.Keyboard.PressAsync("s");
        await Expect(page.Locator(".star[aria-pressed=true]")).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("k");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page).ToHaveURLAsync(new Uri(server.Url, $"/events/{Scene.Event("aaaaaaaa")}").ToString());
        await page.GotoAsync(server.Url.ToString());
        await Expect(page.Locator(".card-new")).ToHaveCountAsync(1);
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task Scrubber_keys_and_boxes_show_every_picture_of_an_event()
    {
        await using var server = await GalleryServer.StartAsync();
        var saved = await Scene.AddAsync(server, Scene.Event(), 1, 3, 2);
        await using var browser = await OpenBrowser.StartAsync();
        await browser.SignInAsync(server);
        await browser.GoAsync(server, $"/events/{Scene.Event()}");
        var page = browser.Page;
        var scrubber = page.GetByRole(AriaRole.Slider, new() { Name = "Picture" });

        await scrubber.FillAsync("2");
        await Expect(page.Locator(".boxed rect")).ToHaveCountAsync(3);
        await Expect(page.Locator("[data-count]")).ToHaveTextAsync("2 of 3");
        await Expect(page.Locator(".boxed image")).ToHaveAttributeAsync("href", $"/media/{saved[1].Name}.jpg");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Original" })).ToHaveAttributeAsync("href", $"/media/{saved[1].Name}.jpg?download=true");
        await page.GetByRole(AriaRole.Button, new() { Name = "Boxes" }).ClickAsync();
        await Expect(page.Locator(".boxed rect").First).ToBeHiddenAsync();
        await page.Keyboard.PressAsync("b");
        await Expect(page.Locator(".boxed rect").First).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(page.Locator("[data-count]")).ToHaveTextAsync("3 of 3");
        await page.Keyboard.PressAsync("p");
        await Expect(page.Locator("[data-count]")).ToHaveTextAsync("3 of 3");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Play" })).ToHaveAttributeAsync("aria-pressed", "false");
        await Expect(page.GetByText("Nothing is heard of pi-4 that could be asked for one")).ToBeVisibleAsync();
        await page.GetByText("Evidence", new() { Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Check all" }).ClickAsync();
        await Expect(page.GetByText("unchanged since capture")).ToBeVisibleAsync();
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task Deleted_event_comes_back_by_undo()
    {
        await using var server = await GalleryServer.StartAsync();
        await Scene.AddAsync(server, Scene.Event(), 1, 1);
        await using var browser = await OpenBrowser.StartAsync();
        await browser.SignInAsync(server);
        await browser.GoAsync(server, $"/events/{Scene.Event()}");

        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Delete event" }).ClickAsync();
        await Expect(browser.Page.GetByText("Gone for good after")).ToBeVisibleAsync();
        await Expect(browser.Page.Locator(".card")).ToHaveCountAsync(0);
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();

        await Expect(browser.Page.Locator(".frame")).ToHaveCountAsync(2);
        await Expect(browser.Page.GetByText("Gone for good after")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Star_share_and_feedback_from_the_page_of_an_event()
    {
        await using var server = await GalleryServer.StartAsync();
        await Scene.AddAsync(server, Scene.Event(), 1, 1);
        await using var browser = await OpenBrowser.StartAsync(390, 844);
        await browser.SignInAsync(server);
        await browser.GoAsync(server, $"/events/{Scene.Event()}");
        var page = browser.Page;

        await page.Locator(".event-actions .star").ClickAsync();
        await Expect(page.Locator(".event-actions .star")).ToHaveAttributeAsync("aria-pressed", "true");
        Assert.True(await server.Services.GetRequiredService<Starred>().HasAsync(Scene.Event(), Token));
        await page.GetByRole(AriaRole.Button, new() { Name = "Not a person" }).ClickAsync();
        await Expect(page.GetByText("You said: not a person, in all pictures.")).ToBeVisibleAsync();
        Assert.Equal(2, (await server.Services.GetRequiredService<FeedbackStore>().OfAsync(Scene.Event(), Token)).Count(one => one.Value == Opinion.NotAPerson));

        await page.GetByText("Share this event").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make a link" }).ClickAsync();
        var link = await page.GetByLabel("Link", new() { Exact = true }).InputValueAsync();
        var stranger = await browser.StrangerAsync();
        await stranger.GotoAsync(link);
        await Expect(stranger.Locator(".frame")).ToHaveCountAsync(2);
        Assert.True(await stranger.Locator(".frame img").First.EvaluateAsync<bool>("image => image.decode().then(() => image.naturalWidth > 0)"));
        await stranger.GotoAsync(server.Url.ToString());
        await Expect(stranger.GetByLabel("Access key")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Hostile_texts_run_nothing()
    {
        await using var server = await GalleryServer.StartAsync();
        var hostile = await Scene.AddAsync(server, Scene.Make(Scene.Event()) with
        {
            Detections = [new SeenObject(Attack, 0.9, new Box(0, 0, 1, 1))],
            Motion = new SightingMotion(0.1, null, [Attack]),
            Model = new SightingModel(Attack, Attack),
            Device = Attack,
            ManifestSha256 = Attack,
        });
        await using var browser = await OpenBrowser.StartAsync();
        await browser.SignInAsync(server);
        var link = await SignedInLinkAsync(server, hostile);

        foreach (var address in new[]
        {
            "/", $"/days/2026-11-20?label={Uri.EscapeDataString(Attack)}&camera={Uri.EscapeDataString(Attack)}", $"/events/{hostile.Event}?check=true", $"/events/{hostile.Name}",
            $"/delete/{hostile.Event}", $"/?deleted={Uri.EscapeDataString(Attack)}", $"/events/{Uri.EscapeDataString(Attack)}", link,
        })
        {
            await browser.GoAsync(server, address);
            Assert.DoesNotContain("taken", await browser.Page.TitleAsync(), StringComparison.Ordinal);
            Assert.Equal(0, await browser.Page.Locator("img[src=x]").CountAsync());
        }

        // The scrubber writes such texts itself.
        await browser.GoAsync(server, $"/events/{hostile.Event}");
        await browser.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(browser.Page.Locator(".boxed title")).ToContainTextAsync("<img src=x");
        Assert.DoesNotContain("taken", await browser.Page.TitleAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_scripts_everything_is_there_as_links_and_forms()
    {
        await using var server = await GalleryServer.StartAsync();
        await Scene.AddAsync(server, Scene.Event("aaaaaaaa"), 1, 1);
        await Scene.AddAsync(server, Scene.Event("bbbbbbbb", start: Scene.Evening.AddDays(-1)), 1);
        await using var browser = await OpenBrowser.StartAsync(script: false);
        await browser.SignInAsync(server);
        var page = browser.Page;

        await page.Locator(".card-item .star").First.ClickAsync();
        await Expect(page.Locator(".star[aria-pressed=true]")).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Link, new() { Name = "Older" }).ClickAsync();
        await Expect(page.Locator("#e-bbbbbbbb")).ToBeVisibleAsync();
        await browser.GoAsync(server, $"/events/{Scene.Event("aaaaaaaa")}");
        await Expect(page.Locator("[data-scrubber]")).ToBeHiddenAsync();
        await Expect(page.Locator(".frame")).ToHaveCountAsync(2);
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete event" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(page.Locator(".frame")).ToHaveCountAsync(2);
    }

    private static async Task<string> SignedInLinkAsync(GalleryServer server, Sighting sighting)
    {
        await server.Browser.SignInAsync(server.Key.Text);
        return await ShareTests.LinkAsync(server, sighting.Event);
    }
}
