using System.Net;
using CloudCctv.Gallery.Access;
using CloudCctv.Gallery.Tests.Support;

namespace CloudCctv.Gallery.Tests.Access;

public sealed class SessionTests
{
    [Fact]
    public async Task Cookie_is_hidden_from_scripts_and_other_sites_and_lasts_thirty_days()
    {
        await using var server = await GalleryServer.StartAsync();

        var cookie = await SessionCookieAsync(server, forwardedProto: null);

        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("path=/", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("secure", cookie, StringComparison.OrdinalIgnoreCase);
        var expires = DateTimeOffset.Parse(cookie.Split("expires=")[1].Split(';')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(expires - TimeProvider.System.GetUtcNow(), TimeSpan.FromDays(29), TimeSpan.FromDays(31));
    }

    [Fact]
    public async Task Cookie_over_https_stays_on_https()
    {
        await using var server = await GalleryServer.StartAsync(behindFrontEnd: true);
        Assert.Contains("secure", await SessionCookieAsync(server, forwardedProto: "https"), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Session_goes_on_after_a_restart_and_on_other_instances()
    {
        await using var first = await GalleryServer.StartSignedInAsync();
        await using var second = await GalleryServer.StartAsync(sharing: first);

        Assert.Equal(HttpStatusCode.OK, await VisitAsync(second, CookieOf(first)));
    }

    [Fact]
    public async Task New_access_key_ends_all_sessions()
    {
        await using var first = await GalleryServer.StartSignedInAsync();
        await using var second = await GalleryServer.StartAsync(sharing: first, key: AccessKey.Generate());

        Assert.Equal(HttpStatusCode.Redirect, await VisitAsync(second, CookieOf(first)));
        await second.Browser.SignInAsync(second.Key.Text);
    }

    [Fact]
    public async Task Forged_and_foreign_cookies_are_no_session_and_no_trouble()
    {
        await using var foreign = await GalleryServer.StartSignedInAsync();
        await using var server = await GalleryServer.StartAsync();

        Assert.Equal(HttpStatusCode.Redirect, await VisitAsync(server, CookieOf(foreign)));
        Assert.Equal(HttpStatusCode.Redirect, await VisitAsync(server, "cctv-session=AAAA"));

        // With the other gallery's form cookie: the keys are then read again, in the middle of rendering a page.
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in");
        request.Headers.Add("Cookie", CookieOf(foreign));
        using var browser = server.NewBrowser();
        using var response = await browser.SendAsync(request).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Keys_in_the_store_are_useless_without_the_access_key()
    {
        await using var server = await GalleryServer.StartSignedInAsync();

        var file = Assert.Single(Directory.GetFiles(Path.Combine(server.Folder, "objects", "keys")));
        var xml = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);

        Assert.Contains("<sealed", xml, StringComparison.Ordinal);
        Assert.DoesNotContain("<masterKey", xml, StringComparison.Ordinal);
    }

    private static string CookieOf(GalleryServer server) => server.Browser.Cookies.GetCookieHeader(server.Url);

    private static async Task<HttpStatusCode> VisitAsync(GalleryServer server, string cookie)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = server.Url };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("Cookie", cookie);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private static async Task<string> SessionCookieAsync(GalleryServer server, string? forwardedProto)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = server.Url };
        if (forwardedProto is not null)
        {
            http.DefaultRequestHeaders.Add("X-Forwarded-Proto", forwardedProto);
        }

        using var form = await http.GetAsync("/sign-in", TestContext.Current.CancellationToken);
        http.DefaultRequestHeaders.Add("Cookie", form.Headers.GetValues("Set-Cookie").First().Split(';')[0]);
        var token = System.Text.RegularExpressions.Regex.Match(
            await form.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), "Token\" value=\"([^\"]+)").Groups[1].Value;
        using var content = new FormUrlEncodedContent([KeyValuePair.Create("key", server.Key.Text), KeyValuePair.Create("__RequestVerificationToken", token)]);
        using var response = await http.PostAsync("/sign-in", content, TestContext.Current.CancellationToken);
        return Assert.Single(response.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith("cctv-session=", StringComparison.Ordinal));
    }
}
