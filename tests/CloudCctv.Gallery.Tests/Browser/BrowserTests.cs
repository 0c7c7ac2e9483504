using CloudCctv.Gallery.Tests.Status;
using CloudCctv.Gallery.Tests.Support;
using Microsoft.Playwright;

namespace CloudCctv.Gallery.Tests.Browser;

/// <summary>The way of a person, in a real browser.</summary>
public sealed class BrowserTests
{
    [Fact]
    public async Task Person_signs_in_sees_the_card_opens_the_picture_and_deletes_it()
    {
        await using var server = await GalleryServer.StartAsync();
        await Scene.AddAsync(server, Scene.Event(), 1, 2);
        await using var browser = await OpenBrowser.StartAsync();
        var page = browser.Page;

        await browser.SignInAsync(server);
        await page.Locator(".card").ClickAsync();
        await Assertions.Expect(page.Locator(".frame")).ToHaveCountAsync(2);
        Assert.True(await page.Locator(".frame img").First.EvaluateAsync<bool>("image => image.decode().then(() => image.naturalWidth > 0)"));

        await page.Locator(".frame").Nth(1).ClickAsync();
        await Assertions.Expect(page.Locator(".boxed rect")).ToHaveCountAsync(2);
        await Assertions.Expect(page.GetByText("Unchanged since capture")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Delete" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Assertions.Expect(page.Locator(".frame")).ToHaveCountAsync(1);

        // Among others: no violation of the content policy.
        Assert.Empty(browser.Complaints);
    }

    [Theory]
    [InlineData(390, 844, ColorScheme.Dark)]
    [InlineData(1440, 900, ColorScheme.Light)]
    public async Task Pages_fit_the_screen_and_everything_to_touch_is_large_enough(int width, int height, ColorScheme scheme)
    {
        await using var server = await GalleryServer.StartAsync();
        var saved = await Scene.AddAsync(server, Scene.Event(camera: "a-camera-with-a-rather-long-name"), 1, 2, 3);
        await StatusScene.FarmAsync(server);
        await using var browser = await OpenBrowser.StartAsync(width, height, scheme);
        var page = browser.Page;
        await browser.SignInAsync(server);
        await Assertions.Expect(page.Locator(".card")).ToHaveCountAsync(1);

        foreach (var address in new[] { "/", $"/events/{saved[0].Event}", $"/events/{saved[0].Name}", $"/delete/{saved[0].Name}", "/quarantine", "/status", "/alerts", "/cameras", "/cameras/farm/a-camera-with-a-rather-long-name", "/account", "/storage", "/users", "/days/2020-01-01" })
        {
            await page.GotoAsync(new Uri(server.Url, address).ToString());
            if (Environment.GetEnvironmentVariable("CCTV_SCREENSHOTS") is { Length: > 0 } shots)
            {
                await page.ScreenshotAsync(new() { Path = $"{shots}/{width}-{address.Split('/')[1]}-{address.Length}.png", FullPage = true });
            }

            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{address} is wider than {width} pixels.");
            Assert.Equal(0, await page.EvaluateAsync<int>(
                "[...document.querySelectorAll('a:not(.skip), button')].filter(one => one.offsetParent && !one.closest('p, li.case, ol')).map(one => one.getBoundingClientRect()).filter(box => box.height < 40 || box.width < 40).length"));
        }
    }
}
