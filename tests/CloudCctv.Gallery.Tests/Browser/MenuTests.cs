using CloudCctv.Gallery.Tests.Support;
using Microsoft.Playwright;

namespace CloudCctv.Gallery.Tests.Browser;

/// <summary>The sections on a phone: a menu, with script and without.</summary>
public sealed class MenuTests
{
    [Theory]
    [InlineData(ColorScheme.Dark, true)]
    [InlineData(ColorScheme.Light, false)]
    public async Task Menu_on_a_phone_shows_all_sections_leads_there_and_closes_by_itself(ColorScheme scheme, bool script)
    {
        await using var server = await GalleryServer.StartAsync();
        await Scene.AddAsync(server, Scene.Event(), 1);
        await using var browser = await OpenBrowser.StartAsync(390, 844, scheme, script: script);
        await browser.SignInAsync(server);
        var page = browser.Page;
        var menu = page.GetByRole(AriaRole.Button, new() { Name = "Menu" });
        var users = page.GetByRole(AriaRole.Link, new() { Name = "Users" });
        await Assertions.Expect(users).ToBeHiddenAsync();

        await menu.ClickAsync();
        await Assertions.Expect(users).ToBeVisibleAsync();
        await browser.ScreenshotAsync($"menu-390-{scheme}".ToLowerInvariant());
        if (script)
        {
            Assert.Equal("", await browser.AxeAsync());
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth && document.querySelector('header.bar').scrollWidth <= innerWidth"));
        }

        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(users).ToBeHiddenAsync();
        await menu.ClickAsync();
        await users.ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Users", Exact = true })).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(1431)]
    [InlineData(1440)]
    public async Task Wide_screen_has_the_sections_beside_each_other(int width)
    {
        await using var server = await GalleryServer.StartAsync();
        await using var browser = await OpenBrowser.StartAsync(width, 900);
        await browser.SignInAsync(server);
        await Assertions.Expect(browser.Page.GetByRole(AriaRole.Link, new() { Name = "Users" })).ToBeVisibleAsync();
        await Assertions.Expect(browser.Page.GetByRole(AriaRole.Link, new() { Name = "Account" })).ToBeVisibleAsync();
        await Assertions.Expect(browser.Page.GetByRole(AriaRole.Button, new() { Name = "Menu" })).ToBeHiddenAsync();
        Assert.InRange(await browser.Page.EvaluateAsync<int>("document.querySelector('header.bar').scrollWidth"), 0, width);
        Assert.True(await browser.Page.EvaluateAsync<bool>("document.querySelector('.bar-nav span').getBoundingClientRect().width > 10"));
    }
}
