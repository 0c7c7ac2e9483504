using CloudCctv.Contracts.Health;
using CloudCctv.Gallery.Tests.Clips;
using CloudCctv.Gallery.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CloudCctv.Gallery.Tests.Browser;

/// <summary>Clips as people ask for them and play them: a real film in a real browser.</summary>
public sealed class ClipBrowserTests
{
    [Fact]
    public async Task Clip_is_asked_for_appears_on_the_open_page_and_plays()
    {
        await using var server = await GalleryServer.StartAsync();
        await using var browser = await AskAsync(server);
        var page = browser.Page;
        await Expect(page.GetByText("Asked for at")).ToBeVisibleAsync();
        Assert.Equal([Scene.Event()], await ClipScene.WishesAsync(server));
        await ClipScene.ArriveAsync(server, Scene.Event());

        var film = page.Locator("video");
        await Expect(film).ToBeVisibleAsync();
        await WaitAsync(page, "document.querySelector('video').readyState >= 1");
        Assert.InRange(await film.EvaluateAsync<double>("film => film.duration"), 3.9, 4.1);
        await film.EvaluateAsync("film => film.play()");
        await WaitAsync(page, "document.querySelector('video').currentTime > 0.3");
        Assert.Empty(await ClipScene.WishesAsync(server));
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task Why_it_waits_appears_on_the_open_page_and_takes_nobodys_button_away()
    {
        await using var server = await GalleryServer.StartAsync();
        await using var browser = await AskAsync(server);
        var page = browser.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).FocusAsync();

        foreach (var (why, told) in new[] { (ClipReason.Recording, "still being filmed"), (ClipReason.Data, "gate saves data") })
        {
            await ClipScene.SayAsync(server, new ClipHeartbeat { Why = new Dictionary<string, string> { [Scene.Event().Id] = why } });
            await Expect(page.GetByText(told)).ToBeVisibleAsync();
            await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Cancel" })).ToBeFocusedAsync();
        }

        await ClipScene.ArriveAsync(server, Scene.Event());
        await Expect(page.Locator("video")).ToBeVisibleAsync();
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task Film_and_pictures_move_each_other()
    {
        await using var server = await GalleryServer.StartAsync();
        await Scene.AddAsync(server, Scene.Event(), 1, 1, 1, 1);
        await ClipScene.ArriveAsync(server, Scene.Event());
        await using var browser = await OpenBrowser.StartAsync();
        await browser.SignInAsync(server);
        await browser.GoAsync(server, $"/events/{Scene.Event()}");
        var page = browser.Page;
        await WaitAsync(page, "document.querySelector('video').readyState >= 1");

        // A picture of the third second moves the film there.
        await page.GetByRole(AriaRole.Slider, new() { Name = "Picture" }).FillAsync("3");
        await WaitAsync(page, "Math.abs(document.querySelector('video').currentTime - 2) < 0.05");
        await Expect(page.Locator("[data-count]")).ToHaveTextAsync("3 of 4");

        // A place in the film shows the picture of it.
        await page.Locator("video").EvaluateAsync("film => { film.currentTime = 1.5; }");
        await Expect(page.Locator("[data-count]")).ToHaveTextAsync("2 of 4");
        await page.Locator(".frame").Nth(3).ClickAsync();
        await Expect(page.Locator("[data-count]")).ToHaveTextAsync("4 of 4");
        await WaitAsync(page, "Math.abs(document.querySelector('video').currentTime - 3) < 0.05");

        await page.Keyboard.PressAsync(",");
        await WaitAsync(page, "Math.abs(document.querySelector('video').currentTime - 2.9) < 0.05");
        await Expect(page.Locator("[data-count]")).ToHaveTextAsync("3 of 4");
        await page.GetByRole(AriaRole.Button, new() { Name = "4×" }).ClickAsync();
        Assert.Equal(4, await page.Locator("video").EvaluateAsync<double>("film => film.playbackRate"));
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "4×" })).ToHaveAttributeAsync("aria-pressed", "true");

        // From the beginning to the end.
        await page.Locator("video").EvaluateAsync("film => { film.currentTime = 0; return film.play(); }");
        await WaitAsync(page, "document.querySelector('video').ended");
        await Expect(page.Locator("[data-count]")).ToHaveTextAsync("4 of 4");
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task Without_scripts_there_are_the_browsers_own_player_and_forms()
    {
        await using var server = await GalleryServer.StartAsync();
        await Scene.AddAsync(server, Scene.Event(), 1);
        await ClipScene.OfferAsync(server);
        await using var browser = await OpenBrowser.StartAsync(script: false);
        await browser.SignInAsync(server);
        await browser.GoAsync(server, $"/events/{Scene.Event()}");
        var page = browser.Page;

        await page.GetByRole(AriaRole.Button, new() { Name = "Get the clip" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Get the clip" })).ToBeVisibleAsync();
        await ClipScene.ArriveAsync(server, Scene.Event());
        await browser.GoAsync(server, $"/events/{Scene.Event()}");

        await Expect(page.Locator("video[controls]")).ToBeVisibleAsync();
        await Expect(page.Locator("[data-speed]").First).ToBeHiddenAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Download clip" })).ToBeVisibleAsync();
    }

    /// <summary>A page of an event whose clip was just asked for.</summary>
    private static async Task<OpenBrowser> AskAsync(GalleryServer server)
    {
        await Scene.AddAsync(server, Scene.Event(), 1, 1, 1);
        await ClipScene.OfferAsync(server);
        var browser = await OpenBrowser.StartAsync();
        await browser.SignInAsync(server);
        await browser.GoAsync(server, $"/events/{Scene.Event()}");
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Get the clip" }).ClickAsync();
        return browser;
    }

    private static Task WaitAsync(IPage page, string condition) => page.WaitForFunctionAsync($"() => {condition}");
}
