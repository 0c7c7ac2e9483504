using System.Globalization;
using CloudCctv.Analysis.Batches;
using CloudCctv.Analysis.Results;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Analysis.Tracks;
using CloudCctv.Analysis.Tracks.Rules;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;
using CloudCctv.Gallery.Tests.Support;
using CloudCctv.HostileBatches;
using CloudCctv.HostileBatches.Jpegs;
using CloudCctv.Storage.Objects;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace CloudCctv.Gallery.Tests.Browser;

/// <summary>Zones, masks and lines drawn on the picture, by mouse, finger and keyboard, and used by the worker.</summary>
public sealed class RuleEditorTests
{
    private const string Address = "/cameras/farm/gate";

    private static readonly CameraName Gate = new("farm", "gate");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Zone_drawn_by_mouse_is_saved_and_whoever_stands_outside_counts_no_more()
    {
        using var red = new RedDetector();
        await using var server = await GalleryServer.StartAsync(detector: red);
        // The person of the picture stands at 0.37, 0.75.
        Assert.Empty((await AnalyseAsync(server, 0)).Suppressed);
        await using var browser = await OpenBrowser.StartAsync();
        await browser.SignInAsync(server);
        await browser.GoAsync(server, Address);
        var page = browser.Page;

        await page.GetByRole(AriaRole.Button, new() { Name = "Zone", Exact = true }).ClickAsync();
        await ClickAsync(page, (0.6, 0.1), (0.95, 0.1), (0.95, 0.9), (0.6, 0.9), (0.6, 0.1));
        await Assertions.Expect(page.Locator("[data-list] li")).ToHaveTextAsync(["Zone 1, 4 cornersDelete"]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Every server uses it within seconds")).ToBeVisibleAsync();

        AssertShape(Assert.Single((await SavedAsync(server)).Rules.Zones), (0.6, 0.1), (0.95, 0.1), (0.95, 0.9), (0.6, 0.9));
        Assert.Equal(SuppressionReason.Zone, await ReasonAsync(server, reason => reason is not null));

        await page.GetByRole(AriaRole.Button, new() { Name = "Back to what the settings say" }).ClickAsync();
        await Assertions.Expect(page.GetByText("the settings hold again")).ToBeVisibleAsync();
        Assert.Null(await ReasonAsync(server, reason => reason is null));
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task Line_mask_and_corners_are_drawn_moved_added_turned_and_taken_back()
    {
        await using var server = await GalleryServer.StartAsync();
        await Scene.AddAsync(server, Scene.Event(), 1);
        await using var browser = await OpenBrowser.StartAsync();
        await browser.SignInAsync(server);
        await browser.GoAsync(server, Address);
        var page = browser.Page;

        await page.GetByRole(AriaRole.Button, new() { Name = "Line", Exact = true }).ClickAsync();
        await ClickAsync(page, (0.2, 0.5), (0.8, 0.5));
        await Assertions.Expect(page.Locator(".shape-label.line")).ToHaveTextAsync(["in", "out"]);
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Name of this line" }).FillAsync("drive");
        await page.GetByRole(AriaRole.Button, new() { Name = "Turn line" }).ClickAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Mask", Exact = true }).ClickAsync();
        await ClickAsync(page, (0.1, 0.6), (0.4, 0.6), (0.4, 0.9));
        await page.GetByRole(AriaRole.Button, new() { Name = "Close shape" }).ClickAsync();
        await DragAsync(page, (0.4, 0.9), (0.5, 0.95));
        // The dot between the last corner and the first.
        await DragAsync(page, (0.3, 0.775), (0.12, 0.92));
        await page.GetByRole(AriaRole.Button, new() { Name = "Zone", Exact = true }).ClickAsync();
        await ClickAsync(page, (0.6, 0.7));
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Every server uses it within seconds")).ToBeVisibleAsync();

        var rules = (await SavedAsync(server)).Rules;
        Assert.Empty(rules.Zones);
        AssertShape(Assert.Single(rules.Masks), (0.1, 0.6), (0.4, 0.6), (0.5, 0.95), (0.12, 0.92));
        Assert.StartsWith("drive ", Assert.Single(rules.Lines), StringComparison.Ordinal);
        AssertShape(rules.Lines[0]["drive ".Length..], (0.8, 0.5), (0.2, 0.5));
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task Zone_can_be_drawn_and_moved_with_keys_alone()
    {
        await using var server = await GalleryServer.StartAsync();
        await Scene.AddAsync(server, Scene.Event(), 1);
        await using var browser = await OpenBrowser.StartAsync();
        await browser.SignInAsync(server);
        await browser.GoAsync(server, Address);
        var (page, keys) = (browser.Page, browser.Page.Keyboard);

        await page.GetByRole(AriaRole.Button, new() { Name = "Zone", Exact = true }).FocusAsync();
        await keys.PressAsync("Enter");
        await keys.PressAsync("Enter");
        await PressAsync(keys, "ArrowRight", 10);
        await keys.PressAsync("Enter");
        await PressAsync(keys, "ArrowDown", 10);
        await keys.PressAsync("Enter");
        await PressAsync(keys, "ArrowLeft", 10);
        await PressAsync(keys, "ArrowUp", 10);
        await keys.PressAsync("Enter");
        await page.Locator("[data-handle=\"0:1\"]").FocusAsync();
        await PressAsync(keys, "ArrowRight", 5);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).FocusAsync();
        await keys.PressAsync("Enter");
        await Assertions.Expect(page.GetByText("Every server uses it within seconds")).ToBeVisibleAsync();

        AssertShape(Assert.Single((await SavedAsync(server)).Rules.Zones), (0.5, 0.5), (0.8, 0.5), (0.7, 0.7));
    }

    [Fact]
    public async Task Finger_draws_where_it_touches()
    {
        await using var server = await GalleryServer.StartAsync();
        await Scene.AddAsync(server, Scene.Event(), 1);
        await using var browser = await OpenBrowser.StartAsync(390, 844, touch: true);
        await browser.SignInAsync(server);
        await browser.GoAsync(server, Address);
        var page = browser.Page;

        await page.GetByRole(AriaRole.Button, new() { Name = "Mask", Exact = true }).TapAsync();
        foreach (var (x, y) in new[] { (0.0, 0.5), (0.5, 0.5), (0.5, 0.99) })
        {
            var (left, top) = await PlaceAsync(page, x, y);
            await page.Touchscreen.TapAsync(left, top);
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Close shape" }).TapAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).TapAsync();
        await Assertions.Expect(page.GetByText("Every server uses it within seconds")).ToBeVisibleAsync();

        // What is near the edge is at the edge.
        AssertShape(Assert.Single((await SavedAsync(server)).Rules.Masks), (0, 0.5), (0.5, 0.5), (0.5, 1));
    }

    [Fact]
    public async Task Without_script_the_texts_are_the_form()
    {
        await using var server = await GalleryServer.StartAsync();
        await Scene.AddAsync(server, Scene.Event(), 1);
        await using var browser = await OpenBrowser.StartAsync(script: false);
        await browser.SignInAsync(server);
        await browser.GoAsync(server, Address);
        var page = browser.Page;

        await page.GetByText("As text").ClickAsync();
        await page.GetByLabel("Zones Zones").FillAsync("0,0.4 1,0.4 1,1\n0,0 0.1,0 0.1,0.1");
        await page.GetByLabel("Lowest height").FillAsync("0.2");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Every server uses it within seconds")).ToBeVisibleAsync();

        Assert.Equal(["0,0.4 1,0.4 1,1", "0,0 0.1,0 0.1,0.1"], (await SavedAsync(server)).Rules.Zones);
        await Assertions.Expect(page.Locator("polygon.zone")).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task Names_with_script_in_them_stay_text()
    {
        await using var server = await GalleryServer.StartAsync();
        await Scene.AddAsync(server, Scene.Event(), 1);
        const string evil = "<img/src=x/onerror=alert(1)>\"'></textarea><script>alert(2)</script>";
        await using var browser = await OpenBrowser.StartAsync();
        await browser.SignInAsync(server);
        await browser.GoAsync(server, Address);
        var page = browser.Page;
        var alerts = 0;
        page.Dialog += (_, dialog) =>
        {
            alerts += dialog.Type == DialogType.Alert ? 1 : 0;
            _ = dialog.AcceptAsync();
        };

        await page.GetByText("As text").ClickAsync();
        await page.GetByLabel("Zones Zones").FillAsync(evil);
        await Assertions.Expect(page.Locator("[data-list] li")).ToContainTextAsync([$"Not understood: {evil}"]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Nothing was saved")).ToBeVisibleAsync();
        Assert.Equal(evil, await page.GetByLabel("Zones Zones").InputValueAsync());
        await Assertions.Expect(page.Locator(".rule-fault")).ToContainTextAsync(evil);
        await Assertions.Expect(page.Locator("main script, main img")).ToHaveCountAsync(0);
        Assert.Equal(0, alerts);
    }

    [Theory]
    [InlineData(390, 844, ColorScheme.Dark)]
    [InlineData(390, 844, ColorScheme.Light)]
    [InlineData(1440, 900, ColorScheme.Dark)]
    [InlineData(1440, 900, ColorScheme.Light)]
    public async Task Page_breaks_no_rule_of_accessibility(int width, int height, ColorScheme scheme)
    {
        using var red = new RedDetector();
        await using var server = await GalleryServer.StartAsync(detector: red);
        await AnalyseAsync(server, 0);
        var rules = new CameraRules { Zones = ["0,0.45 0.55,0.4 0.6,1 0,1"], Masks = ["0.7,0.2 0.95,0.2 0.95,0.5 0.75,0.55"], Lines = ["drive 0.65,0.9 0.9,0.6"], MinHeight = 0.1, MaxHeight = 0.7 };
        await server.Services.GetRequiredService<RuleStore>().TrySaveAsync(Gate, rules, "anna", over: null, Token);
        await using var browser = await OpenBrowser.StartAsync(width, height, scheme);
        await browser.SignInAsync(server);
        await browser.GoAsync(server, Address);
        await Assertions.Expect(browser.Page.Locator("[data-list] li")).ToHaveCountAsync(3);
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Sizes" }).ClickAsync();
        await Assertions.Expect(browser.Page.Locator(".ghost")).ToHaveCountAsync(2);

        await browser.ScreenshotAsync($"rules-{width}-{scheme}".ToLowerInvariant());
        Assert.True(await browser.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"It is wider than {width} pixels.");
        Assert.Equal("", await browser.AxeAsync());

        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Zone", Exact = true }).ClickAsync();
        await ClickAsync(browser.Page, (0.65, 0.1), (0.9, 0.1));
        Assert.Equal("", await browser.AxeAsync());
    }

    private static async Task<SavedRules> SavedAsync(GalleryServer server) => (await server.Services.GetRequiredService<RuleStore>().FindAsync(Gate, Token))!.Saved!;

    // A batch of one picture with a person, through the worker's own hands.
    private static async Task<BatchResult> AnalyseAsync(GalleryServer server, int number)
    {
        var now = TimeProvider.System.GetUtcNow().AddMinutes(-5);
        var start = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds());
        var name = new BatchName(new EventName("farm", "gate", start, number.ToString("00000000", CultureInfo.InvariantCulture)), 1);
        await server.Objects.PutNewAsync(new ObjectName(StoreLayout.ObjectFor(name)), new MemoryStream(RawBatch.Of(name, Picture.WithPerson(640, 480)).ToBytes()), Token);
        await server.Services.GetRequiredService<BatchHandler>().HandleAsync(CommitMessage.For(name), 1, Token);
        return (await server.Services.GetRequiredService<ResultStore>().FindAsync(name, Token))!;
    }

    // Why the person does not count, once that is as expected; a worker remembers rules for two seconds.
    private static async Task<SuppressionReason?> ReasonAsync(GalleryServer server, Func<SuppressionReason?, bool> isExpected)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        for (var number = Environment.TickCount & 0xffffff; ; number++)
        {
            var reason = (await AnalyseAsync(server, number)).Suppressed is [var one, ..] ? one.Reason : (SuppressionReason?)null;
            if (isExpected(reason))
            {
                return reason;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), deadline.Token);
        }
    }

    private static async Task PressAsync(IKeyboard keys, string key, int times)
    {
        for (var i = 0; i < times; i++)
        {
            await keys.PressAsync(key);
        }
    }

    // Of the picture as it stands on the screen now.
    private static async Task<(float Left, float Top)> PlaceAsync(IPage page, double x, double y)
    {
        var place = await page.EvaluateAsync<double[]>(
            "([x, y]) => { const svg = document.querySelector('[data-picture]'); svg.scrollIntoView({ block: 'center' }); const box = svg.viewBox.baseVal; const at = new DOMPoint(x * box.width, y * box.height).matrixTransform(svg.getScreenCTM()); return [at.x, at.y]; }",
            new[] { x, y });
        return ((float)place[0], (float)place[1]);
    }

    private static async Task ClickAsync(IPage page, params (double X, double Y)[] points)
    {
        foreach (var (x, y) in points)
        {
            var (left, top) = await PlaceAsync(page, x, y);
            await page.Mouse.ClickAsync(left, top);
        }
    }

    private static async Task DragAsync(IPage page, (double X, double Y) from, (double X, double Y) to)
    {
        var (left, top) = await PlaceAsync(page, from.X, from.Y);
        await page.Mouse.MoveAsync(left, top);
        await page.Mouse.DownAsync();
        (left, top) = await PlaceAsync(page, to.X, to.Y);
        await page.Mouse.MoveAsync(left, top);
        await page.Mouse.UpAsync();
    }

    private static void AssertShape(string text, params (double X, double Y)[] expected)
    {
        var corners = text.Split(' ').Select(corner => corner.Split(',').Select(one => double.Parse(one, CultureInfo.InvariantCulture)).ToList()).ToList();
        Assert.Equal(expected.Length, corners.Count);
        Assert.All(corners.Zip(expected), pair =>
        {
            Assert.Equal(pair.Second.X, pair.First[0], 0.01);
            Assert.Equal(pair.Second.Y, pair.First[1], 0.01);
        });
    }
}
