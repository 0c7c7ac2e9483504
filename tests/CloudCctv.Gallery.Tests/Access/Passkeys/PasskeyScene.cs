using System.Net;
using System.Text.Json;
using CloudCctv.Gallery.Access.Users;
using CloudCctv.Gallery.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCctv.Gallery.Tests.Access.Passkeys;

/// <summary>People and their passkeys at a gallery that is reached by the name localhost: 127.0.0.1 can have none.</summary>
internal static class PasskeyScene
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static Uri UrlOf(GalleryServer server) => new($"http://localhost:{server.Url.Port}/");

    public static string OriginOf(GalleryServer server) => UrlOf(server).GetLeftPart(UriPartial.Authority);

    public static Visitor NewBrowser(GalleryServer server) => new(UrlOf(server));

    public static UserStore UsersOf(GalleryServer server) => server.Services.GetRequiredService<UserStore>();

    /// <summary>Adds a viewer of <c>farm/gate</c> with a passkey.</summary>
    public static async Task<(SoftPasskey Passkey, string Password)> AddAnnaAsync(GalleryServer server)
    {
        var password = await UsersOf(server).AddAsync("anna", UserRole.Viewer, ["farm/gate"], Token);
        using var browser = NewBrowser(server);
        await browser.SignInAsync("anna", password);
        var passkey = new SoftPasskey(OriginOf(server));
        await AddAsync(browser, passkey, password);
        return (passkey, password);
    }

    /// <summary>Adds a passkey of whoever has the access key.</summary>
    public static async Task<SoftPasskey> AddOwnersAsync(GalleryServer server)
    {
        using var browser = NewBrowser(server);
        await browser.SignInAsync(server.Key.Text);
        var passkey = new SoftPasskey(OriginOf(server));
        await AddAsync(browser, passkey, server.Key.Text);
        return passkey;
    }

    public static async Task AddAsync(Visitor browser, SoftPasskey passkey, string secret, string name = "My phone")
    {
        using var added = await TryAddAsync(browser, passkey, secret, name);
        Assert.Equal(HttpStatusCode.OK, added.StatusCode);
    }

    public static async Task<HttpResponseMessage> TryAddAsync(Visitor browser, SoftPasskey passkey, string secret, string name = "My phone")
    {
        var asked = await AskToAddAsync(browser, secret);
        return await browser.SubmitAsync("/account", "/account/passkeys", ("name", name), ("credential", passkey.Create(asked)));
    }

    public static Task<JsonElement> AskToAddAsync(Visitor browser, string secret) => AskAsync(browser, "/account", "/account/passkeys/options", ("secret", secret));

    public static Task<JsonElement> AskAsync(Visitor browser) => AskAsync(browser, "/sign-in", "/sign-in/passkey/options");

    public static async Task<HttpStatusCode> SignInAsync(Visitor browser, SoftPasskey passkey) => await AnswerAsync(browser, passkey.Get(await AskAsync(browser)));

    public static async Task<HttpStatusCode> AnswerAsync(Visitor browser, string credential)
    {
        using var response = await browser.SubmitAsync("/sign-in", "/sign-in/passkey?returnUrl=/cameras", ("credential", credential));
        Assert.Equal(response.StatusCode == HttpStatusCode.Redirect ? "/cameras" : null, response.Headers.Location?.OriginalString);
        return response.StatusCode;
    }

    public static async Task<HttpStatusCode> StatusAsync(Visitor browser, string address)
    {
        using var response = await browser.GetAsync(address);
        return response.StatusCode;
    }

    /// <summary>Another browser that has got hold of everything that one has.</summary>
    public static Visitor CopyOf(Visitor browser, Uri url)
    {
        var copy = new Visitor(url);
        foreach (Cookie cookie in browser.Cookies.GetAllCookies())
        {
            Give(copy, url, cookie.Name, cookie.Value);
        }

        return copy;
    }

    public static void Give(Visitor browser, Uri url, string cookie, string value) => browser.Cookies.SetCookies(url, $"{cookie}={value}; path=/");

    public static string CookieOf(Visitor browser, string name) => browser.Cookies.GetAllCookies()[name]!.Value;

    private static async Task<JsonElement> AskAsync(Visitor browser, string page, string target, params (string Name, string Value)[] fields)
    {
        using var response = await browser.SubmitAsync(page, target, fields);
        Assert.Equal((target, HttpStatusCode.OK), (target, response.StatusCode));
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Token));
        return json.RootElement.Clone();
    }
}
