using System.Text.Json;
using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Alerts.Manners;
using CloudCctv.Analysis.Alerts.WebPush;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Gallery.Tests.Support;
using CloudCctv.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace CloudCctv.Gallery.Tests.Browser;

/// <summary>The gallery as an app on a phone: installed, alerted, without a connection.</summary>
public sealed class AppTests
{
    private const string Shown = """
        navigator.serviceWorker.ready.then((one) => one.getNotifications()).then((all) => JSON.stringify(all.map((one) =>
          ({ title: one.title, body: one.body, tag: one.tag, image: one.image ?? '', actions: one.actions.map((action) => action.title) }))))
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Gallery_can_be_installed_and_tells_when_there_is_no_connection()
    {
        await using var server = await GalleryServer.StartAsync();
        using var folder = new TempFolder();
        using var playwright = await Chromium.PlaywrightAsync();
        await using var browser = await Chromium.LaunchAsync(playwright, folder.Path);
        var page = await OpenAsync(browser, server, "/");
        await page.EvaluateAsync("navigator.serviceWorker.ready.then(() => true)");
        var devTools = await browser.NewCDPSessionAsync(page);

        var manifest = await devTools.SendAsync("Page.getAppManifest");
        Assert.Empty(manifest!.Value.GetProperty("errors").EnumerateArray());
        var obstacles = await devTools.SendAsync("Page.getInstallabilityErrors");
        Assert.Empty(obstacles!.Value.GetProperty("installabilityErrors").EnumerateArray());

        await server.StopAsync();
        await page.GotoAsync(new Uri(server.Url, "/days/2026-11-20").ToString());
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "No connection" })).ToBeVisibleAsync();
        Assert.Equal("grid", await page.EvaluateAsync<string>("getComputedStyle(document.querySelector('.gate')).display"));
    }

    [Fact]
    public async Task Phone_subscribes_is_alerted_with_picture_and_keeps_the_camera_quiet_from_the_alert()
    {
        await using var service = await PushService.StartAsync();
        await using var server = await GalleryServer.StartAsync(settings: PushService.Settings);
        var sightings = await Scene.AddAsync(server, Scene.Event(), 2);
        using var phone = new PushPhone();
        using var folder = new TempFolder();
        using var playwright = await Chromium.PlaywrightAsync();
        await using var browser = await Chromium.LaunchAsync(playwright, folder.Path);
        await browser.AddInitScriptAsync(Subscribing(new Uri(service.Url, "/send/1"), phone));
        var page = await OpenAsync(browser, server, "/alerts");

        await page.GetByLabel("Name of this phone").FillAsync("Test phone");
        await page.GetByRole(AriaRole.Button, new() { Name = "Alert me here" }).ClickAsync();
        await Assertions.Expect(page.GetByText("this one")).ToBeVisibleAsync(new() { Timeout = 60_000 });

        var alert = Alert.For(sightings, Scene.Evening, TimeSpan.FromHours(1));
        var message = await server.Services.GetRequiredService<AlertMessages>().ComposeAsync(alert, Token);
        Assert.Equal(AlertVerdict.Delivered, (await server.Services.GetRequiredService<WebPushChannel>().SendAsync(message, Token)).Verdict);
        var push = phone.Read(Assert.Single(service.Bodies));

        var shown = await DeliverUntilAsync(browser, page, server, push, all => all.Count == 1);
        Assert.Equal(("Person at gate (farm)", Scene.Event().ToString()), (shown[0].Title, shown[0].Tag));
        Assert.EndsWith($"/pictures/{sightings[0].Name}.preview.jpg", shown[0].Image, StringComparison.Ordinal);
        Assert.Contains("Quiet 1 h", shown[0].Actions);

        await PressAsync(browser, page, "Quiet 1 h");
        shown = await WaitAsync(page, all => all.Count == 1 && all[0].Tag.StartsWith("answer", StringComparison.Ordinal));
        Assert.Equal("Quiet 1 h", shown[0].Title);
        Assert.True(await server.Services.GetRequiredService<MannerStore>().SnoozedUntilAsync(new CameraName("farm", "gate"), Token) > TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task Alert_that_changes_takes_the_place_of_the_first_and_opens_its_event()
    {
        await using var server = await GalleryServer.StartAsync();
        await Scene.AddAsync(server, Scene.Event(), 1);
        using var folder = new TempFolder();
        using var playwright = await Chromium.PlaywrightAsync();
        await using var browser = await Chromium.LaunchAsync(playwright, folder.Path);
        var page = await OpenAsync(browser, server, "/");

        await DeliverUntilAsync(browser, page, server, Payload("1 seen", update: false), all => all is [{ Body: "1 seen" }]);
        await DeliverUntilAsync(browser, page, server, Payload("2 seen", update: true), all => all is [{ Body: "2 seen" }]);
        await DeliverUntilAsync(browser, page, server, "not JSON", all => all.Count == 2 && all.Any(one => one.Title == "Something happened"));

        for (var attempt = 1; !await OpensAsync(browser, page, server); attempt++)
        {
            Assert.True(attempt < 5, "Pressed five times, and its event was never opened.");
        }
    }

    // A page that was being loaded while the worker took over may be without a worker: a real press then opens a window, which a
    // script's press may not. So the page is loaded anew, with the worker in charge.
    private static async Task<bool> OpensAsync(IBrowserContext browser, IPage page, GalleryServer server)
    {
        await page.GotoAsync(server.Url.ToString());
        await page.WaitForFunctionAsync("navigator.serviceWorker.controller !== null");
        await DeliverUntilAsync(browser, page, server, Payload("3 seen", update: true), all => all.Any(one => one.Body == "3 seen"));
        await PressAsync(browser, page, "");
        try
        {
            await page.WaitForURLAsync($"**/events/{Scene.Event()}", new() { Timeout = 20_000 });
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static string Payload(string body, bool update) => JsonSerializer.Serialize(new
    {
        title = "Person at gate (farm)", body, tag = "event", update, url = $"/events/{Scene.Event()}", picture = "/pictures/none.jpg", time = 1, actions = Array.Empty<object>(),
    });

    private static async Task<IPage> OpenAsync(IBrowserContext browser, GalleryServer server, string address)
    {
        var page = browser.Pages[0];
        page.SetDefaultTimeout(60_000);
        await page.GotoAsync(new Uri(server.Url, address).ToString());
        await page.GetByLabel("Access key").FillAsync(server.Key.Text);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(page.Locator("header.bar")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        return page;
    }

    // The part of a browser that speaks to its maker's push service, which is not to be reached from here.
    private static string Subscribing(Uri endpoint, PushPhone phone) => $$"""
        if (window.PushManager) {
          const made = { endpoint: '{{endpoint.AbsoluteUri}}', unsubscribe: async () => true,
            toJSON: () => ({ endpoint: '{{endpoint.AbsoluteUri}}', keys: { p256dh: '{{phone.P256dh}}', auth: '{{phone.Auth}}' } }) };
          PushManager.prototype.subscribe = async (options) => {
            if (!/^[\w-]{87}$/.test(options.applicationServerKey)) { throw new Error('no key'); }
            localStorage.setItem('subscribed', 'yes');
            return made;
          };
          PushManager.prototype.getSubscription = async () => localStorage.getItem('subscribed') ? made : null;
        }
        """;

    // As the browser does with what comes from the push service, once it has opened it.
    private static async Task DeliverAsync(IBrowserContext browser, IPage page, GalleryServer server, string data)
    {
        var devTools = await browser.NewCDPSessionAsync(page);
        var registration = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        devTools.Event("ServiceWorker.workerRegistrationUpdated").OnEvent += (_, told) =>
        {
            foreach (var one in told!.Value.GetProperty("registrations").EnumerateArray())
            {
                registration.TrySetResult(one.GetProperty("registrationId").GetString()!);
            }
        };
        await page.EvaluateAsync("navigator.serviceWorker.ready.then(() => true)");
        await devTools.SendAsync("ServiceWorker.enable");
        await devTools.SendAsync("ServiceWorker.deliverPushMessage", new Dictionary<string, object>
        {
            ["origin"] = server.Url.GetLeftPart(UriPartial.Authority),
            ["registrationId"] = await registration.Task.WaitAsync(TimeSpan.FromSeconds(60), Token),
            ["data"] = data,
        });
    }

    // A browser that is busy starting a worker drops what its tools deliver. A push service that is not answered delivers again, too.
    private static async Task<IReadOnlyList<Notice>> DeliverUntilAsync(
        IBrowserContext browser, IPage page, GalleryServer server, string data, Func<IReadOnlyList<Notice>, bool> isThere)
    {
        for (var attempt = 1; ; attempt++)
        {
            await DeliverAsync(browser, page, server, data);
            if (await TryWaitAsync(page, isThere, TimeSpan.FromSeconds(20)) is ({ } all, _))
            {
                return all;
            }

            Assert.True(attempt < 5, "Delivered five times, and never shown as it should be.");
        }
    }

    private static async Task<IReadOnlyList<Notice>> WaitAsync(IPage page, Func<IReadOnlyList<Notice>, bool> isThere)
    {
        var (all, last) = await TryWaitAsync(page, isThere, TimeSpan.FromSeconds(60));
        Assert.True(all is not null, $"The notifications are {last}.");
        return all;
    }

    private static async Task<(IReadOnlyList<Notice>? All, string Last)> TryWaitAsync(IPage page, Func<IReadOnlyList<Notice>, bool> isThere, TimeSpan limit)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(limit);
        var last = "";
        try
        {
            while (true)
            {
                last = await page.EvaluateAsync<string>(Shown);
                if (JsonSerializer.Deserialize<List<Notice>>(last, JsonSerializerOptions.Web) is { } all && isThere(all))
                {
                    return (all, last);
                }

                await Task.Delay(TimeSpan.FromMilliseconds(100), deadline.Token);
            }
        }
        catch (OperationCanceledException) when (!Token.IsCancellationRequested)
        {
            return (null, last);
        }
    }

    // What the system tells the worker when a person touches the alert, or a button of it. An event of a script's making cannot
    // be waited for, and the browser says so; the worker has begun by then.
    private static async Task PressAsync(IBrowserContext browser, IPage page, string button)
    {
        var devTools = await browser.NewCDPSessionAsync(page);
        var targets = (await devTools.SendAsync("Target.getTargets"))!.Value.GetProperty("targetInfos").EnumerateArray();
        var worker = targets.First(target => target.GetProperty("type").GetString() == "service_worker").GetProperty("targetId").GetString()!;
        var session = (await devTools.SendAsync("Target.attachToTarget", new Dictionary<string, object> { ["targetId"] = worker, ["flatten"] = false }))!.Value.GetProperty("sessionId").GetString()!;
        var press = $$"""
            self.registration.getNotifications().then((all) => {
              const button = {{JsonSerializer.Serialize(button)}};
              const notification = all.find((one) => button ? one.actions.some((action) => action.title === button) : one.tag === 'event');
              const action = notification.actions.find((one) => one.title === button)?.action ?? '';
              self.dispatchEvent(new NotificationEvent('notificationclick', { notification, action }));
            })
            """;
        var command = JsonSerializer.Serialize(new { id = 1, method = "Runtime.evaluate", @params = new { expression = press } });
        await devTools.SendAsync("Target.sendMessageToTarget", new Dictionary<string, object> { ["sessionId"] = session, ["message"] = command });
    }

    private sealed record Notice(string Title, string Body, string Tag, string Image, IReadOnlyList<string> Actions);
}
