using System.Net;
using System.Net.Http.Headers;
using CloudCctv.Contracts.Batches;
using CloudCctv.Demo;
using CloudCctv.Gallery.Tests.Support;
using CloudCctv.Storage;
using CloudCctv.Tests.Support;

namespace CloudCctv.EndToEnd.Tests;

/// <summary>The clip of an event, from a real uploader through a real server to who watches it.</summary>
public sealed class ClipTests : IDisposable
{
    private readonly TempFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task RealPedestrians_SomebodyAsksOnThePage_TheClipComesAndPlays()
    {
        await using var run = Run("asked");
        await run.RunAsync(Token);
        var name = run.Alerts[0].Event.ToString();
        using var browser = await SignedInAsync(run);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(browser, $"/media/{name}/clip.mp4"));

        // The camera is gone by now, and the device goes on.
        await using var uploader = ChildProgram.Start(Programs.Uploader, ["run", "--config", Settings("http://127.0.0.1:1/", "asked"), "--store", folder.File("data", "store")], new Dictionary<string, string?>(), _ => { });
        await UntilAsync(async () => (await browser.PageAsync($"/events/{name}")).Contains("Get the clip", StringComparison.Ordinal));
        using (var asked = await browser.SubmitAsync($"/events/{name}", $"/clip-ask/{name}"))
        {
            Assert.Equal(HttpStatusCode.Redirect, asked.StatusCode);
        }

        await UntilAsync(async () => await StatusAsync(browser, $"/media/{name}/clip.mp4") == HttpStatusCode.OK);
        Assert.Equal(await FilmAsync(name), await MediaAsync(browser, name));
        Assert.Contains("<video", await browser.PageAsync($"/events/{name}"), StringComparison.Ordinal);
        // It has come: nobody is asked for it any more, and nothing waits.
        var store = StoreFactory.Create(new StoreOptions { Folder = folder.File("data", "store") }, TimeProvider.System).Objects;
        await UntilAsync(async () => !await store.ListAsync(StoreLayout.BatchPrefix, Token).AnyAsync(Token));
        await using var wishes = await store.OpenReadAsync((await store.ListAsync(StoreLayout.ClipWishPrefix, Token).SingleAsync(Token)).Name, Token);
        using var text = new StreamReader(wishes!.Content);
        Assert.Equal("[]", await text.ReadToEndAsync(Token));
    }

    [Fact]
    public async Task RealPedestrians_ClipsAreAlwaysSent_EachLiesBesideItsPicturesAndNothingIsLeft()
    {
        await using var run = Run("always");

        var figures = await run.RunAsync(Token);

        Assert.True(figures.Complete, $"left behind: {figures.ZipsLeft} in the store, {figures.SpoolLeft} on the device, {figures.Quarantined} in quarantine");
        Assert.NotEmpty(run.Alerts);
        using var browser = await SignedInAsync(run);
        foreach (var name in run.Alerts.Select(alert => alert.Event.ToString()).Distinct())
        {
            Assert.Equal(await FilmAsync(name), await MediaAsync(browser, name));
        }
    }

    private async Task<Visitor> SignedInAsync(DemoRun run)
    {
        var browser = new Visitor(run.Server!.Url);
        await browser.SignInAsync((await File.ReadAllTextAsync(folder.File("data", "server", "access-key"), Token)).Trim());
        return browser;
    }

    private static async Task<HttpStatusCode> StatusAsync(Visitor browser, string address)
    {
        using var response = await browser.GetAsync(address);
        return response.StatusCode;
    }

    /// <summary>In two parts, as a player fetches it.</summary>
    private static async Task<byte[]> MediaAsync(Visitor browser, string name)
    {
        var parts = new List<byte>();
        foreach (var range in new[] { new RangeHeaderValue(0, 999), new RangeHeaderValue(1000, null) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/media/{name}/clip.mp4") { Headers = { Range = range } };
            using var response = await browser.SendAsync(request);
            Assert.Equal((HttpStatusCode.PartialContent, "video/mp4"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
            parts.AddRange(await response.Content.ReadAsByteArrayAsync(Token));
        }

        return [.. parts];
    }

    /// <summary>What the device has of the event.</summary>
    private Task<byte[]> FilmAsync(string name) => File.ReadAllBytesAsync(
        Directory.EnumerateFiles(folder.File("data", "uploader", "clips", "street"), $"*-{name[^8..]}.mp4", SearchOption.AllDirectories).Single(), Token);

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(TimeSpan.FromMinutes(2));
        while (!await condition())
        {
            await Task.Delay(200, deadline.Token);
        }
    }

    private DemoRun Run(string send)
    {
        var clip = folder.File("first.avi");
        Ffmpeg.Run("-i", Footage.Find("vtest.avi"), "-frames:v", "120", "-c:v", "mjpeg", "-q:v", "3", clip);
        var output = TestContext.Current.TestOutputHelper;
        return new DemoRun(
            new DemoOptions { Source = clip, Store = DemoStore.Folder, MaxSpeed = true, DataFolder = folder.File("data"), UploaderConfig = Settings(clip, send) },
            (who, line) => output?.WriteLine($"{who} │ {line}"));
    }

    private string Settings(string source, string send)
    {
        var config = folder.File("settings.json");
        File.WriteAllText(config, $$"""
            { "site": "demo", "dataFolder": "{{folder.File("data", "uploader")}}", "health": { "heartbeatSeconds": 10 }, "upload": { "clipLookSeconds": 10 },
              "cameras": [ { "name": "street", "source": "{{source}}", "clips": { "enabled": true, "send": "{{send}}" } } ] }
            """);
        return config;
    }
}
