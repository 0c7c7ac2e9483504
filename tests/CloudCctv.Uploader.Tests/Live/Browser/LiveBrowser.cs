using System.Diagnostics;
using CloudCctv.Storage;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Live.Access;
using CloudCctv.Uploader.Running;
using CloudCctv.Uploader.Settings;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Playwright;

namespace CloudCctv.Uploader.Tests.Live.Browser;

/// <summary>A real browser, a whole uploader and a real MJPEG camera; skipped where there is no browser.</summary>
public abstract class LiveBrowser : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";

    private readonly TempFolder folder = new();
    private readonly CancellationTokenSource stop = new();
    private readonly int port = FreePort.Next();
    private Process? camera;
    private Task? run;

    protected string Url => $"http://127.0.0.1:{port}";

    protected string SettingsFilePath => folder.File("settings.json");

    protected string DataFolder => folder.File("data");

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
        GC.SuppressFinalize(this);
    }

    protected async Task SignInAsync(IPage page)
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

    /// <summary>What axe-core finds on the page (WCAG AA among its rules): empty if nothing.</summary>
    protected static async Task<string[]> FindingsAsync(IPage page)
    {
        var source = RepositoryRoot.File("tests", "Support", "axe", "node_modules", "axe-core", "axe.min.js");
        Assert.SkipUnless(File.Exists(source), "axe-core is not installed: run ./cctv setup --tests");
        await page.EvaluateAsync(await File.ReadAllTextAsync(source, TestContext.Current.CancellationToken));
        return await page.EvaluateAsync<string[]>("axe.run(document).then(result => result.violations.flatMap(one => one.nodes.map(node => `${one.id}: ${node.html.slice(0, 200)}: ${node.failureSummary}`)))");
    }

    protected static Task<IBrowser> LaunchAsync(IPlaywright playwright) => playwright.Chromium.LaunchAsync(new()
    {
        ExecutablePath = Chromium,
        Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    });
}
