using System.Net;
using System.Net.WebSockets;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Live;
using CloudCctv.Uploader.Live.Access;
using CloudCctv.Uploader.Live.Tuning;
using CloudCctv.Uploader.Privacy;
using CloudCctv.Uploader.Settings;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudCctv.Uploader.Tests.Live.Support;

/// <summary>The real server on a free port of 127.0.0.1; the test is the camera.</summary>
internal sealed class LiveSite : IAsyncDisposable
{
    private readonly TempFolder folder;
    private readonly CameraViews views;

    private LiveSite(TempFolder folder, LiveKey key, CameraViews views, LiveServer server)
    {
        (this.folder, Key, this.views, Server) = (folder, key, views, server);
        Browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = Cookies }) { BaseAddress = server.Url };
    }

    public LiveKey Key { get; }

    public LiveServer Server { get; }

    public Uri Url => Server.Url;

    /// <summary>Keeps cookies, follows nothing.</summary>
    public HttpClient Browser { get; }

    public CookieContainer Cookies { get; } = new();

    public string SettingsFilePath => folder.File("settings.json");

    public string DataFolder => folder.File("data");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public CameraView View(string camera = "gate") => views.Find(camera)!;

    public static async Task<LiveSite> StartAsync(LiveOptions? options = null, string? settingsJson = null, TimeProvider? clock = null, PrivacyOptions? privacy = null)
    {
        var folder = new TempFolder();
        clock ??= TimeProvider.System;
        var settings = new UploaderSettings
        {
            DataFolder = folder.File("data"),
            Cameras = [new CameraSettings { Name = "gate", Source = "rtsp://user:secret@10.0.0.7/1" }, new CameraSettings { Name = "yard", Source = "rtsp://10.0.0.8/1", Privacy = privacy ?? new PrivacyOptions() }],
            Live = (options ?? new LiveOptions()) with { Enabled = true, Port = 0 },
        };
        if (settingsJson is not null)
        {
            await File.WriteAllTextAsync(folder.File("settings.json"), settingsJson, Token);
        }

        var key = LiveKeyFile.ReadOrCreate(settings.DataFolder);
        var views = new CameraViews(settings.Live, clock);
        settings.Cameras.ToList().ForEach(camera => views.Open(camera));
        var file = new SettingsWriter(settingsJson is null ? null : folder.File("settings.json"));
        var server = await LiveServer.StartAsync(settings, key, views, file, clock, NullLogger.Instance, Token);
        return new LiveSite(folder, key, views, server);
    }

    public static async Task<LiveSite> StartSignedInAsync(LiveOptions? options = null, string? settingsJson = null, TimeProvider? clock = null, PrivacyOptions? privacy = null)
    {
        var site = await StartAsync(options, settingsJson, clock, privacy);
        using var response = await site.SignInAsync(site.Key.Text);
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        return site;
    }

    public Task<HttpResponseMessage> SignInAsync(string key) =>
        Browser.PostAsync(new Uri("/sign-in", UriKind.Relative), new FormUrlEncodedContent([KeyValuePair.Create("key", key)]), Token);

    /// <summary>Posts as the page does.</summary>
    public async Task<HttpResponseMessage> WishAsync(string path, string json = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, null, "application/json") };
        request.Headers.Add(AccessRules.OwnHeader, "1");
        return await Browser.SendAsync(request, Token);
    }

    public async Task<WebSocket> ConnectAsync(string path, string? origin = null, bool signedIn = true)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", origin ?? Url.GetLeftPart(UriPartial.Authority));
        if (signedIn)
        {
            socket.Options.Cookies = Cookies;
        }

        await socket.ConnectAsync(new UriBuilder(new Uri(Url, path)) { Scheme = "ws" }.Uri, Token);
        return socket;
    }

    public async ValueTask DisposeAsync()
    {
        Browser.Dispose();
        await Server.DisposeAsync();
        views.Dispose();
        folder.Dispose();
    }
}
