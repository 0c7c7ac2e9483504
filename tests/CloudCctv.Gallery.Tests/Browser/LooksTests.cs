using CloudCctv.Analysis.Clips;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Geometry;
using CloudCctv.Contracts.Health;
using CloudCctv.Contracts.Names;
using CloudCctv.Gallery.Tests.Clips;
using CloudCctv.Gallery.Tests.Share;
using CloudCctv.Gallery.Tests.Status;
using CloudCctv.Gallery.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace CloudCctv.Gallery.Tests.Browser;

/// <summary>
/// What can be measured of how pages look: axe-core's rules (WCAG AA among them), how large what a finger aims at is on a phone,
/// and that a chosen colour stays.
/// </summary>
public sealed class LooksTests
{
    [Theory]
    [InlineData(390, 844, ColorScheme.Dark)]
    [InlineData(390, 844, ColorScheme.Light)]
    [InlineData(1440, 900, ColorScheme.Dark)]
    [InlineData(1440, 900, ColorScheme.Light)]
    public async Task Pages_break_no_rule_of_accessibility(int width, int height, ColorScheme scheme)
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        var saved = await Scene.AddAsync(server, Scene.Event("aaaaaaaa"), 1, 2, 3);
        await Scene.AddAsync(server, Scene.Event("bbbbbbbb", "yard", "lake", Scene.Evening.AddHours(-5)), 1);
        var deleted = (await Scene.AddAsync(server, Scene.Event("cccccccc", start: Scene.Evening.AddMinutes(-7)), 1))[0];
        await Scene.CrossAsync(server, "dddddddd", Scene.Evening.AddMinutes(9), CrossingDirection.In, CrossingDirection.Out);
        await StatusScene.ReportAsync(server, StatusScene.Beat("farm", "gate-pi", StatusScene.Camera("gate")));
        using (await server.Browser.SubmitAsync("/", $"/star/{saved[0].Event}", ("starred", "yes")))
        using (await server.Browser.SubmitAsync($"/delete/{deleted.Event}", $"/delete/{deleted.Event}"))
        {
            var link = await ShareTests.LinkAsync(server, saved[0].Event);
            var (clip, shared) = await ClipsAsync(server);
            await using var browser = await OpenBrowser.StartAsync(width, height, scheme);
            await browser.SignInAsync(server);
            foreach (var (name, address) in new[]
            {
                ("day", "/"), ("day-filter", $"/days/2026-11-20?starred=yes&deleted={deleted.Event}"), ("day-none", "/days/2026-11-20?label=cat"), ("day-quiet", "/days/2020-01-01"),
                ("event", $"/events/{saved[0].Event}"), ("event-checked", $"/events/{saved[0].Event}?check=true"), ("picture", $"/events/{saved[0].Name}"),
                ("clip", $"/events/{clip}?check=true"), ("clip-shared", shared), ("clip-unknown", $"/events/{saved[0].Event}"), ("clip-on-device", $"/events/{Clip("ondevice")}"), ("clip-asked", $"/events/{Clip("asked000")}"),
                ("clip-missing", $"/events/{Clip("missing0")}"), ("clip-not-sent", $"/events/{Clip("notsent0")}"), ("clip-set-aside", $"/events/{Clip("setaside")}"), ("clip-erased", $"/events/{Clip("erased00")}"),
                ("delete", $"/delete/{saved[0].Event}"), ("shared", link), ("not-there", "/events/nothing"),
                ("cameras", "/cameras"), ("rules", "/cameras/farm/gate"), ("counts", "/counts?day=2026-11-20"), ("counts-month", "/counts?month=2026-11"), ("counts-none", "/counts?day=2020-01-01"),
                ("account", "/account"), ("settings", "/devices/farm/gate-pi/settings"), ("alerts", "/alerts"), ("storage", "/storage"), ("quarantine", "/quarantine"),
                ("status", "/status"), ("devices", "/devices"), ("users", "/users"), ("faces-off", "/faces"),
            })
            {
                await browser.GoAsync(server, address);
                await browser.ScreenshotAsync($"{name}-{width}-{scheme}".ToLowerInvariant());
                Assert.True(await browser.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{address} is wider than {width} pixels.");
                Assert.Equal($"{name}: ", $"{name}: {await browser.AxeAsync()}");
                Assert.Equal($"{name}: ", $"{name}: {(width < 720 ? await browser.SmallTargetsAsync() : "")}");
            }
        }
    }

    [Fact]
    public async Task Chosen_colours_stay_on_the_next_page_whatever_the_device_says()
    {
        await using var server = await GalleryServer.StartAsync();
        await using var browser = await OpenBrowser.StartAsync(scheme: ColorScheme.Dark);
        await browser.SignInAsync(server);
        Assert.Equal("rgb(15, 18, 21)", await GroundAsync(browser));

        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Colours" }).ClickAsync();
        Assert.Equal("rgb(246, 244, 239)", await GroundAsync(browser));
        await browser.GoAsync(server, "/quarantine");
        Assert.Equal("rgb(246, 244, 239)", await GroundAsync(browser));
        await browser.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Colours" }).ClickAsync();
        Assert.Equal("rgb(15, 18, 21)", await GroundAsync(browser));
    }

    /// <summary>An event for each thing that its page may say of its clip.</summary>
    private static async Task<(EventName Clip, string Shared)> ClipsAsync(GalleryServer server)
    {
        foreach (var id in new[] { "cliphere", "ondevice", "asked000", "missing0", "setaside", "erased00" })
        {
            await Scene.AddAsync(server, Clip(id), 1);
        }

        await Scene.AddAsync(server, Scene.Make(Clip("notsent0")) with { Device = "gate-pi" });
        var wishes = server.Services.GetRequiredService<ClipWishBook>();
        await wishes.AskAsync(Clip("asked000"), "pi-4", TestContext.Current.CancellationToken);
        await wishes.AskAsync(Clip("missing0"), "pi-4", TestContext.Current.CancellationToken);
        await server.Services.GetRequiredService<DeletionLog>().RecordClipAsync(Clip("erased00"), TestContext.Current.CancellationToken);
        await ClipScene.SayAsync(server, new ClipHeartbeat
        {
            Missing = ["missing0"],
            Why = new Dictionary<string, string> { ["asked000"] = ClipReason.Data, ["missing0"] = ClipReason.Codec },
            DataFrom = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(7),
        });
        await ClipScene.ArriveAsync(server, Clip("setaside"), "no film"u8.ToArray());
        await ClipScene.ArriveAsync(server, Clip("cliphere"));
        return (Clip("cliphere"), await ShareTests.LinkAsync(server, Clip("cliphere")));
    }

    private static EventName Clip(string id) => Scene.Event(id, "clips", start: Scene.Evening.AddHours(-2));

    private static Task<string> GroundAsync(OpenBrowser browser) => browser.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
}
