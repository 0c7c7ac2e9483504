using CloudCctv.Uploader.Settings;
using Microsoft.Playwright;

namespace CloudCctv.Uploader.Tests.Live.Browser;

/// <summary>The way of a person with a phone.</summary>
public sealed class BrowserTests : LiveBrowser
{
    [Fact]
    public async Task Person_SignsIn_SeesThePictureMove_DrawsAZone_SavesIt_AndDeletesWhatWasCaught()
    {
        using var playwright = await Playwright.CreateAsync();
        await using var chromium = await LaunchAsync(playwright);
        await using var context = await chromium.NewContextAsync(new() { ViewportSize = new() { Width = 390, Height = 844 }, HasTouch = true, IsMobile = true });
        var page = await context.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) => complaints.Add(message.Text);
        page.PageError += (_, message) => complaints.Add(message);
        await SignInAsync(page);

        await page.Locator(".card").ClickAsync();
        await Assertions.Expect(page.Locator("#veil")).ToBeHiddenAsync();
        var first = await PictureAsync(page);
        while (await PictureAsync(page) == first)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        await Assertions.Expect(page.Locator(".tile").First).ToBeVisibleAsync(new() { Timeout = 60_000 });

        await DrawZoneAsync(page);
        await page.Locator("#shapes input[type=text]").FillAsync("front door");
        Assert.True(await page.EvaluateAsync<bool>("document.querySelector('#shapes button').getBoundingClientRect().right <= document.getElementById('editor').getBoundingClientRect().right"), "The list of zones is wider than its panel.");
        await page.Locator("#shapes").GetByLabel("Sensitivity").FillAsync("30");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).First.ClickAsync();
        await Assertions.Expect(page.Locator("#toast")).ToContainTextAsync("Saved in the settings file");
        var zone = Assert.Single(SettingsFile.Load(SettingsFilePath).Cameras[0].Motion.Zones);
        Assert.Equal(("front door", 4, 2.0), (zone.Name, zone.Corners.Count, zone.Sensitivity));
        Assert.Equal((0.3, 0.7), (zone.Corners[2].X, zone.Corners[2].Y));
        Assert.Contains("// kept", await File.ReadAllTextAsync(SettingsFilePath, TestContext.Current.CancellationToken), StringComparison.Ordinal);

        await page.Locator(".tile").First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).Last.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete for good" }).ClickAsync();
        await Assertions.Expect(page.Locator("#toast")).ToContainTextAsync("Deleted from this device.");

        // Among others: no violation of the content policy.
        Assert.Empty(complaints);
    }

    [Theory]
    [InlineData(360, 740)]
    [InlineData(1280, 860)]
    public async Task Pages_FitTheScreen_AndEverythingToTouchIsLargeEnough(int width, int height)
    {
        using var playwright = await Playwright.CreateAsync();
        await using var chromium = await LaunchAsync(playwright);
        var page = await chromium.NewPageAsync(new() { ViewportSize = new() { Width = width, Height = height } });
        await SignInAsync(page);
        foreach (var path in new[] { "/", "/connect", "/cameras/gate" })
        {
            await page.GotoAsync(Url + path);
            if (path.EndsWith("gate", StringComparison.Ordinal))
            {
                await Assertions.Expect(page.Locator("#veil")).ToBeHiddenAsync();
                await page.Locator("#edit").ClickAsync();
            }

            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{path} is wider than {width} pixels.");
            Assert.Equal("", await page.EvaluateAsync<string>(
                "[...document.querySelectorAll('a, button, input:not(.unseen)')].filter(one => one.offsetParent).filter(one => { const box = one.getBoundingClientRect(); return box.height < 40 || box.width < 40; }).map(one => one.outerHTML).join()"));
        }
    }

    private static Task<string> PictureAsync(IPage page) => page.EvaluateAsync<string>("document.getElementById('picture').toDataURL()");

    private static async Task DrawZoneAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Zones" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add zone" }).ClickAsync();
        await page.EvaluateAsync("scrollTo(0, 0)");
        var picture = (await page.Locator("#picture").BoundingBoxAsync())!;
        // The third one is a mistake, and taken back.
        foreach (var (x, y) in new[] { (0.3, 0.3), (0.7, 0.3), (0.9, 0.9) })
        {
            await page.Touchscreen.TapAsync((float)(picture.X + (picture.Width * x)), (float)(picture.Y + (picture.Height * y)));
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await page.EvaluateAsync("scrollTo(0, 0)");
        foreach (var (x, y) in new[] { (0.3, 0.7), (0.7, 0.7), (0.3, 0.3) })
        {
            await page.Touchscreen.TapAsync((float)(picture.X + (picture.Width * x)), (float)(picture.Y + (picture.Height * y)));
        }
    }
}
