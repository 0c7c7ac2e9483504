using System.Diagnostics;
using CloudCctv.Analysis;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Health;
using CloudCctv.Gallery;
using CloudCctv.Gallery.Access;
using CloudCctv.Storage;
using CloudCctv.Storage.Objects;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Settings.Remote;
using CloudCctv.Uploader.Tests.Commands;
using CloudCctv.Uploader.Tests.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace CloudCctv.Uploader.Tests.Settings.Remote;

/// <summary>Settings that an owner signs in a browser, on the gallery's page, and the program that takes them over.</summary>
public sealed class PublishedInTheGalleryTests : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";

    private readonly TempFolder folder = new();
    private readonly AccessKey accessKey = AccessKey.Generate();
    private readonly (string PrivatePem, string PublicKey) owner = OwnerKey.Generate();
    private readonly Store store;
    private WebApplication? gallery;

    public PublishedInTheGalleryTests() => store = StoreFactory.Create(new StoreOptions { Folder = folder.File("store") }, TimeProvider.System);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(File.Exists(Chromium), $"{Chromium} is not installed.");
        await store.EnsureCreatedAsync(Token);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(store).AddSingleton(TimeProvider.System).AddCloudCctvAnalysis(new ConfigurationBuilder().Build()).AddCloudCctvGallery(new GalleryOptions { AccessKey = accessKey });
        gallery = builder.Build();
        gallery.Run(gallery.Services.GetRequiredService<GalleryPipeline>().InvokeAsync);
        await gallery.StartAsync(Token);
        await File.WriteAllTextAsync(folder.File("owner.key"), owner.PrivatePem, Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (gallery is not null)
        {
            await gallery.DisposeAsync();
        }

        folder.Dispose();
    }

    [Fact]
    public async Task SignedInTheBrowser_TheProgramTakesThemOver_AndTheKeyNeverLeaves()
    {
        using var camera = new MjpegCamera(folder);
        using var program = Start(camera);
        try
        {
            await UntilAsync(async () => await HeartbeatAsync() is not null);
            using var playwright = await Playwright.CreateAsync();
            await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"] });
            var page = await OpenAsync(browser);
            var sent = new List<string>();
            var complaints = new List<string>();
            page.Request += (_, request) => sent.Add($"{request.Url} {request.PostData}");
            page.PageError += (_, error) => complaints.Add(error);

            const string text = "{\n  \"for\": \"farm/pi\",\n  \"revision\": 1,\n  \"cameras\": [ { \"name\": \"gate\", \"motion\": { \"threshold\": 31 } } ]\n}\n";
            await PublishAsync(page, text, "owner.key");
            await Assertions.Expect(page.GetByText("Published.")).ToBeVisibleAsync();

            await using (var stored = await store.Objects.OpenReadAsync(new ObjectName(StoreLayout.SettingsOf("farm", "pi")), Token))
            using (var reader = new StreamReader(stored!.Content))
            {
                Assert.Equal(text, await reader.ReadToEndAsync(Token));
            }

            await UntilAsync(async () => await HeartbeatAsync() is { Settings: { Trial: null } settings } && settings.Remote == RemoteContent.HashOf(text));
            await page.ReloadAsync();
            await Assertions.Expect(page.GetByText("is in force on the device")).ToBeVisibleAsync();
            await Assertions.Expect(page.GetByLabel("Settings", new() { Exact = true })).ToHaveValueAsync(text.Replace("\"revision\": 1", "\"revision\": 2", StringComparison.Ordinal));

            var secret = owner.PrivatePem.Split('\n')[1];
            Assert.Contains(sent, one => one.Contains("signature=", StringComparison.Ordinal));
            Assert.DoesNotContain(sent, one => Uri.UnescapeDataString(one).Contains(secret, StringComparison.Ordinal) || one.Contains("PRIVATE", StringComparison.Ordinal));
            Assert.Empty(complaints);
        }
        finally
        {
            program.Kill(entireProcessTree: true);
            await program.WaitForExitAsync(CancellationToken.None);
        }
    }

    [Fact]
    public async Task WhatTheDeviceWouldRefuse_IsRefusedAtOnce_AndNothingIsStored()
    {
        await store.Objects.PutAsync(new ObjectName(StoreLayout.SettingsOf("farm", "pi")), """{ "for": "farm/pi", "revision": 5 }"""u8.ToArray(), Token);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"] });
        var page = await OpenAsync(browser);

        foreach (var (text, why) in new[]
        {
            ("""{ "for": "farm/pi", "revision": 5 }""", "'revision' must be a whole number above 5"),
            ("""{ "for": "farm/other", "revision": 6 }""", "it must be 'farm/pi'"),
            ("""{ "for": "farm/pi", "revision": 6, "store": "elsewhere" }""", "'store' cannot be set from afar"),
            ("""{ "for": "farm/pi", // which""", "This is not JSON"),
        })
        {
            await PublishAsync(page, text, "owner.key");
            await Assertions.Expect(page.Locator("[data-fault]")).ToContainTextAsync(why);
        }

        // A file that is no key, and another owner's settings in between.
        await page.Locator("[data-key]").SetInputFilesAsync(new FilePayload { Name = "picture.key", MimeType = "text/plain", Buffer = "nothing"u8.ToArray() });
        await Assertions.Expect(page.Locator("[data-fault]")).ToContainTextAsync("holds no private key");
        await store.Objects.PutAsync(new ObjectName(StoreLayout.SettingsOf("farm", "pi")), """{ "for": "farm/pi", "revision": 6 }"""u8.ToArray(), Token);
        await PublishAsync(page, """{ "for": "farm/pi", "revision": 7 }""", "owner.key");
        await Assertions.Expect(page.Locator("[data-fault]")).ToContainTextAsync("others were since you opened this page");
        Assert.Null(await store.Objects.GetPropertiesAsync(new ObjectName(StoreLayout.SignatureOf("farm", "pi")), Token));
    }

    private async Task PublishAsync(IPage page, string text, string key)
    {
        await page.GetByLabel("Settings", new() { Exact = true }).FillAsync(text);
        await page.Locator("[data-key]").SetInputFilesAsync(folder.File(key));
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign and publish" }).ClickAsync();
    }

    private async Task<IPage> OpenAsync(IBrowser browser)
    {
        var url = gallery!.Urls.First();
        var page = await browser.NewPageAsync();
        page.SetDefaultTimeout(60_000);
        Assertions.SetDefaultExpectTimeout(60_000);
        await page.GotoAsync($"{url}/sign-in?returnUrl=/devices/farm/pi/settings");
        await page.GetByLabel("Access key").FillAsync(accessKey.Text);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.WaitForURLAsync($"{url}/devices/farm/pi/settings");
        return page;
    }

    private Process Start(MjpegCamera camera)
    {
        File.WriteAllText(folder.File("settings.json"), $$"""
            { "site": "farm", "device": "pi", "dataFolder": "{{folder.File("data")}}", "health": { "heartbeatSeconds": 10 },
              "remote": { "enabled": true, "pollSeconds": 30, "trialSeconds": 10, "publicKey": "{{owner.PublicKey}}" },
              "cameras": [ { "name": "gate", "source": "{{camera.Url}}", "capture": { "maxRetrySeconds": 1 } } ] }
            """);
        return Process.Start("dotnet", [UploaderProgram.Path, "run", "--config", folder.File("settings.json"), "--store", folder.File("store")]);
    }

    private async Task<Heartbeat?> HeartbeatAsync()
    {
        await using var stored = await store.Objects.OpenReadAsync(new ObjectName(StoreLayout.HealthOf("farm", "pi")), Token);
        if (stored is null)
        {
            return null;
        }

        using var bytes = new MemoryStream();
        await stored.Content.CopyToAsync(bytes, Token);
        return HeartbeatSerializer.TryRead(bytes.ToArray(), out var heartbeat, out _) ? heartbeat : null;
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(TimeSpan.FromSeconds(180));
        while (!await condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), deadline.Token);
        }
    }
}
