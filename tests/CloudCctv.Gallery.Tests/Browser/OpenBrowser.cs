using System.Text.Json;
using CloudCctv.Gallery.Tests.Support;
using CloudCctv.Tests.Support;
using Microsoft.Playwright;

namespace CloudCctv.Gallery.Tests.Browser;

/// <summary>Debian's Chromium with one page, as a person has it before them. Skips the test where there is none.</summary>
internal sealed class OpenBrowser : IAsyncDisposable
{
    private const string Chromium = "/usr/bin/chromium";

    private readonly IPlaywright playwright;
    private readonly IBrowser browser;
    private readonly List<string> complaints = [];

    private OpenBrowser(IPlaywright playwright, IBrowser browser, IPage page)
    {
        (this.playwright, this.browser, Page) = (playwright, browser, page);
        page.Console += (_, message) => complaints.Add(message.Text);
        page.PageError += (_, error) => complaints.Add(error);
    }

    public IPage Page { get; }

    /// <summary>What the console says: among others, violations of the content policy and faults of scripts.</summary>
    public IReadOnlyList<string> Complaints => complaints;

    public static async Task<OpenBrowser> StartAsync(int width = 1280, int height = 800, ColorScheme scheme = ColorScheme.Dark, bool touch = false, bool script = true)
    {
        Assert.SkipUnless(File.Exists(Chromium), $"{Chromium} is not installed.");
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        });
        var page = await browser.NewPageAsync(new()
        {
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = scheme,
            HasTouch = touch,
            JavaScriptEnabled = script,
        });
        page.SetDefaultTimeout(60_000);
        Assertions.SetDefaultExpectTimeout(60_000);
        return new OpenBrowser(playwright, browser, page);
    }

    public async Task SignInAsync(GalleryServer server)
    {
        await Page.GotoAsync(server.Url.ToString());
        await Page.GetByLabel("Access key").FillAsync(server.Key.Text);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Page.WaitForURLAsync(server.Url.ToString());
    }

    public Task GoAsync(GalleryServer server, string address) => Page.GotoAsync(new Uri(server.Url, address).ToString());

    /// <summary>Another page, without the session.</summary>
    public Task<IPage> StrangerAsync() => browser.NewPageAsync();

    /// <summary>What axe-core finds on the page: empty if nothing.</summary>
    public async Task<string> AxeAsync()
    {
        var source = RepositoryRoot.File("tests", "Support", "axe", "node_modules", "axe-core", "axe.min.js");
        Assert.SkipUnless(File.Exists(source), "axe-core is not installed: run ./cctv setup --tests");
        // Through the debugger, not as a script of the page: the policy lets none in.
        await Page.EvaluateAsync(await File.ReadAllTextAsync(source, TestContext.Current.CancellationToken));
        var found = await Page.EvaluateAsync<JsonElement>(
            "axe.run(document).then(result => result.violations.flatMap(one => one.nodes.map(node => `${one.id}: ${node.html.slice(0, 200)}: ${node.failureSummary}`)))");
        return string.Join('\n', found.EnumerateArray().Select(one => one.GetString()));
    }

    /// <summary>
    /// What a finger has to aim at: controls that are less than 44 pixels wide or high, with their sizes. Not links within a text,
    /// nor bars of a chart, whose table has the same links, nor boxes to tick, whose whole label takes the finger.
    /// </summary>
    public Task<string> SmallTargetsAsync() => Page.EvaluateAsync<string>("""
        () => [...document.querySelectorAll("a, button, input, select, textarea, summary")]
          .map(one => [one, (one.matches("[type=checkbox], [type=radio]") && one.closest("label") || one).getBoundingClientRect()])
          .filter(([one, box]) => one.checkVisibility() && !one.closest("svg") && getComputedStyle(one).display !== "inline" && box.width > 1 && (box.width < 43.5 || box.height < 43.5))
          .map(([one, box]) => `${one.outerHTML.slice(0, 120)}: ${Math.round(box.width)} x ${Math.round(box.height)}`)
          .join("\n")
        """);

    /// <summary>Keeps a picture of the page beside the tests, for people.</summary>
    public Task ScreenshotAsync(string name) =>
        Page.ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, "screenshots", $"{name}.png"), FullPage = true });

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }
}
