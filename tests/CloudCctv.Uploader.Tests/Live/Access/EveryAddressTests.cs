using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using CloudCctv.Uploader.Live;
using CloudCctv.Uploader.Live.Access;
using CloudCctv.Uploader.Live.Web;
using CloudCctv.Uploader.Tests.Live.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;

namespace CloudCctv.Uploader.Tests.Live.Access;

public sealed class EveryAddressTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryEndpoint_WithoutAKey_IsRefused()
    {
        await using var site = await LiveSite.StartAsync();
        var endpoints = site.Server.Endpoints.OfType<RouteEndpoint>().ToList();
        var open = endpoints.Where(one => one.Metadata.GetMetadata<IAllowAnonymous>() is not null).Select(one => one.RoutePattern.RawText!).Distinct();
        var parts = Asset.All.Where(asset => !asset.Name.EndsWith(".html", StringComparison.Ordinal)).Select(asset => $"/assets/{asset.Name}");
        Assert.Equal(parts.Append("/sign-in").Order(StringComparer.Ordinal), open.Order(StringComparer.Ordinal));

        var closed = endpoints.Where(one => one.Metadata.GetMetadata<IAllowAnonymous>() is null).ToList();
        Assert.True(closed.Count > 15, $"Only {closed.Count} endpoints were found.");
        foreach (var endpoint in closed)
        {
            var path = endpoint.RoutePattern.RawText!.Replace("{name}", "gate", StringComparison.Ordinal).Replace("{**file}", "2026-01-01_000000000.jpg", StringComparison.Ordinal);
            foreach (var method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods)
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), path);
                request.Headers.Add(AccessRules.OwnHeader, "1");
                using var response = await site.Browser.SendAsync(request, Token);
                Assert.True(response.StatusCode == HttpStatusCode.Unauthorized, $"{method} {path}: {response.StatusCode}");
            }
        }
    }

    [Theory]
    [InlineData("/cameras/gate/ws")]
    [InlineData("/probe")]
    public async Task WebSocket_WithoutAKey_IsRefused(string path)
    {
        await using var site = await LiveSite.StartAsync();

        var fault = await Assert.ThrowsAsync<WebSocketException>(() => site.ConnectAsync(path, signedIn: false));

        Assert.Contains("401", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/cameras/gate")]
    [InlineData("/connect")]
    [InlineData("/no/such/page")]
    public async Task Page_WithoutAKey_LeadsToTheForm(string path)
    {
        await using var site = await LiveSite.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/html");

        using var response = await site.Browser.SendAsync(request, Token);

        Assert.Equal((HttpStatusCode.Redirect, "/sign-in"), (response.StatusCode, response.Headers.Location?.OriginalString));
    }

    [Theory]
    [InlineData("/image.jpg", true)]
    [InlineData("/cameras/gate/image.jpg", true)]
    [InlineData("/cameras", false)]
    [InlineData("/cameras/gate/settings", false)]
    [InlineData("/cameras/gate/captures", false)]
    public async Task KeyInAHeader_OpensPicturesOnly_AndInTheAddressNothing(string path, bool opens)
    {
        await using var site = await LiveSite.StartAsync();
        using var stop = new CancellationTokenSource();
        var camera = FilmAsync(site.View(), stop.Token);
        var expected = opens ? HttpStatusCode.OK : HttpStatusCode.Unauthorized;

        Assert.Equal(expected, await StatusAsync(site, path, new("Bearer", site.Key.Text)));
        Assert.Equal(expected, await StatusAsync(site, path, new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"me:{site.Key.Text}")))));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(site, path, new("Bearer", "wrong")));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(site, path, new("Basic", "not base64!")));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(site, path, new("Basic")));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(site, $"{path}?key={site.Key.Text}", authorization: null));
        await stop.CancelAsync();
        await camera;
    }

    [Theory]
    [InlineData("evil.example", false)]
    [InlineData("127.0.0.1.evil.example", false)]
    [InlineData("localhost", true)]
    [InlineData("camera.home", true)]
    [InlineData("[::1]", true)]
    [InlineData("192.168.1.7:8100", true)]
    public async Task NameThatIsNotOurs_PointedHereByAStranger_IsRefused(string host, bool known)
    {
        await using var site = await LiveSite.StartSignedInAsync(new LiveOptions { Names = ["camera.home"] });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/assets/live.css");
        request.Headers.Host = host;

        using var response = await site.Browser.SendAsync(request, Token);

        Assert.Equal(known ? HttpStatusCode.OK : HttpStatusCode.MisdirectedRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("X-Nothing", "1", HttpStatusCode.Forbidden)]
    [InlineData(AccessRules.OwnHeader, "1", HttpStatusCode.NoContent)]
    [InlineData("Origin", "http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "null", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "same-site", HttpStatusCode.Forbidden)]
    public async Task Wish_FromAnotherSite_IsRefused(string header, string value, HttpStatusCode expected)
    {
        await using var site = await LiveSite.StartSignedInAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/cameras/gate/monitoring/off");
        if (header is "Origin" or "Sec-Fetch-Site")
        {
            request.Headers.Add(AccessRules.OwnHeader, "1");
        }

        request.Headers.Add(header, value);

        using var response = await site.Browser.SendAsync(request, Token);

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(expected != HttpStatusCode.NoContent, site.View().Monitoring);
    }

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("null")]
    [InlineData("http://127.0.0.1:1")]
    public async Task WebSocket_OpenedByAnotherSite_IsRefused(string origin)
    {
        await using var site = await LiveSite.StartSignedInAsync();

        var fault = await Assert.ThrowsAsync<WebSocketException>(() => site.ConnectAsync("/cameras/gate/ws", origin));

        Assert.Contains("403", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Bearer", true, HttpStatusCode.Conflict)]
    [InlineData("bearer", true, HttpStatusCode.Conflict)]
    [InlineData("Bearer", false, HttpStatusCode.Unauthorized)]
    // A browser adds it by itself, whoever asks.
    [InlineData("Basic", true, HttpStatusCode.Forbidden)]
    public async Task Recording_AskedByAProgram_TakesTheKeyAsBearerOnly(string scheme, bool right, HttpStatusCode expected)
    {
        await using var site = await LiveSite.StartAsync();
        var key = right ? site.Key.Text : "wrong";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/cameras/gate/recording/on");
        request.Headers.Authorization = new(scheme, scheme == "Basic" ? Convert.ToBase64String(Encoding.UTF8.GetBytes($"me:{key}")) : key);

        using var response = await site.Browser.SendAsync(request, Token);

        // Conflict: it got through, and nothing films here.
        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("/cameras/gate/recording/on", null, null)]
    [InlineData("/cameras/gate/recording/on", "Bearer", "http://evil.example")]
    [InlineData("/cameras/gate/snap", "Bearer", null)]
    public async Task Wish_WithoutTheHeaderOfThePage_IsRefusedWhateverElseItBrings(string path, string? scheme, string? origin)
    {
        await using var site = await LiveSite.StartSignedInAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.Authorization = scheme is null ? null : new(scheme, site.Key.Text);
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        using var response = await site.Browser.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Theory]
    [InlineData("/ws")]
    [InlineData("/cameras/gate/ws")]
    public async Task WebSocket_OpenedByAProgram_TakesTheKeyAsBearer(string path)
    {
        await using var site = await LiveSite.StartAsync();
        using var stop = new CancellationTokenSource();
        var camera = FilmAsync(site.View(), stop.Token);
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {site.Key.Text}");

        await socket.ConnectAsync(new UriBuilder(new Uri(site.Url, path)) { Scheme = "ws" }.Uri, Token);

        var first = await socket.NextMessageAsync(Token);
        var second = await socket.NextMessageAsync(Token);
        Assert.Equal((WebSocketMessageType.Text, WebSocketMessageType.Binary), (first.Type, second.Type));
        Assert.Contains("\"state\":\"watching\"", Encoding.UTF8.GetString(first.Bytes), StringComparison.Ordinal);
        await stop.CancelAsync();
        await camera;
    }

    [Fact]
    public async Task WebSocket_OfABrowserThatDoesNotSayWhereFrom_IsRefused()
    {
        await using var site = await LiveSite.StartSignedInAsync();
        using var socket = new ClientWebSocket();
        socket.Options.Cookies = site.Cookies;

        var fault = await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(new UriBuilder(new Uri(site.Url, "/cameras/gate/ws")) { Scheme = "ws" }.Uri, Token));

        Assert.Contains("403", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EveryAnswer_HasTheHeadersThatKeepForeignScriptsAndFramesOut()
    {
        await using var site = await LiveSite.StartSignedInAsync();
        foreach (var path in new[] { "/", "/sign-in", "/connect", "/cameras/gate", "/cameras", "/no/such/page", "/assets/camera.js" })
        {
            using var response = await site.Browser.GetAsync(new Uri(path, UriKind.Relative), Token);
            var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
            Assert.Contains("default-src 'none'; script-src 'self';", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("DENY", Assert.Single(response.Headers.GetValues("X-Frame-Options")));
        }
    }

    [Fact]
    public void Pages_HoldNoInlineScriptOrStyleAndNothingFromElsewhere()
    {
        var pages = Asset.All.Where(asset => asset.Name.EndsWith(".html", StringComparison.Ordinal)).Select(asset => Asset.Text(asset.Name)).ToList();

        Assert.Equal(4, pages.Count);
        Assert.All(pages, page =>
        {
            Assert.DoesNotMatch("<script(?! type=\"module\" src=\"/assets/)", page);
            Assert.DoesNotMatch("<style|style=|\\son[a-z]+=|(src|href)=\"(?!/)", page);
        });
    }

    private static async Task<HttpStatusCode> StatusAsync(LiveSite site, string path, AuthenticationHeaderValue? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = authorization;
        using var response = await site.Browser.SendAsync(request, Token);
        return response.StatusCode;
    }

    private static async Task FilmAsync(CameraView view, CancellationToken stop)
    {
        for (var number = 0; !stop.IsCancellationRequested; number++)
        {
            view.Publish(LiveScene.Jpeg(number));
            await Task.Delay(20, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
