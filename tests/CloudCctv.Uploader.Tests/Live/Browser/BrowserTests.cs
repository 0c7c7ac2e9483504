using System.Diagnostics;
using CloudCctv.Storage;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Live.Access;
using CloudCctv.Uploader.Running;
using CloudCctv.Uploader.Settings;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Playwright;

namespace CloudCctv.Uploader.Tests.Live.Browser;

/// <summary>The way of a person with a phone, in a real browser, with a whole uploader and a real MJPEG camera; skipped where there is no browser.</summary>
public sealed class BrowserTests : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";

    private readonly TempFolder folder = new();
    private readonly CancellationTokenSource stop = new();
    private readonly int port = FreePort.Next();
    private Process? camera;
    private Task? run;

    private string Url => $"http://127.0.0.1:{port}";

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(File.Exists(Chromium), $"{Chromium} is not installed.");
        var clip = Ffmpeg.TestClip(folder.File("clip.avi"), "mjpeg", frames: 3000, size: "640x480");
        var source = $"http://127.0.0.1:{FreePort.Next()}/video";
        await File.WriteAllTextAsync(folder.File("settings.json"), $$"""
            {
              // kept
              "dataFolder": "{{folder.File("data")}}",
              "cameras": [ { "name": "gate", "source": "{{source}}", "capture": { "maxRetrySeconds": 1 }, "events": { "maximumSeconds": 2 } } ],
              "live": { "enabled": true, "port": {{port}} }
            }
            """);
        var store = StoreFactory.Create(new StoreOptions { Folder = folder.File("store") }, TimeProvider.System);
        var settings = new SettingsInForce(() => SettingsFile.Parse(folder.File("settings.json")), NullLogger.Instance);
        camera = Ffmpeg.Start("-re", "-i", clip, "-c:v", "copy", "-f", "mpjpeg", "-listen", "1", source);
        run = new UploaderRun(settings, store, TimeProvider.System, NullLogger.Instance) { ConfigFile = folder.File("settings.json") }.RunAsync(stop.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        if (run is not null)
        {
            await run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        camera?.Kill();
        camera?.Dispose();
        stop.Dispose();
        folder.Dispose();
    }

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
        await page.GetByLabel("Sensitivity").FillAsync("30");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).First.ClickAsync();
        await Assertions.Expect(page.Locator("#toast")).ToContainTextAsync("Saved in the settings file");
        var zone = Assert.Single(SettingsFile.Load(folder.File("settings.json")).Cameras[0].Motion.Zones);
        Assert.Equal(("front door", 4, 2.0), (zone.Name, zone.Corners.Count, zone.Sensitivity));
        Assert.Equal((0.3, 0.7), (zone.Corners[2].X, zone.Corners[2].Y));
        Assert.Contains("// kept", await File.ReadAllTextAsync(folder.File("settings.json"), TestContext.Current.CancellationToken), StringComparison.Ordinal);

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

    private async Task SignInAsync(IPage page)
    {
        // The page comes up with the uploader.
        for (var tries = 0; ; tries++)
        {
            try
            {
                await page.GotoAsync(Url);
                break;
            }
            catch (PlaywrightException) when (tries < 100)
            {
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }
        }

        await page.GetByLabel("Key").FillAsync((await File.ReadAllTextAsync(LiveKeyFile.PathIn(folder.File("data")), TestContext.Current.CancellationToken)).Trim());
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(page.Locator(".card img")).ToBeVisibleAsync();
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

    private static Task<IBrowser> LaunchAsync(IPlaywright playwright) => playwright.Chromium.LaunchAsync(new()
    {
        ExecutablePath = Chromium,
        Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    });
}
