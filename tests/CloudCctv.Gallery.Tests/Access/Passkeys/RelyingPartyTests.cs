using System.Net;
using CloudCctv.Gallery.Access.EasyAuth;
using CloudCctv.Gallery.Access.Passkeys;
using CloudCctv.Gallery.Access.Users;
using CloudCctv.Gallery.Tests.Support;
using Microsoft.AspNetCore.Http;
using static CloudCctv.Gallery.Tests.Access.Passkeys.PasskeyScene;

namespace CloudCctv.Gallery.Tests.Access.Passkeys;

public sealed class RelyingPartyTests
{
    [Theory]
    [InlineData("https://cctv.example.org/", null, "cctv.example.org https://cctv.example.org")]
    [InlineData("https://CCTV.example.org:8443/", null, "cctv.example.org https://cctv.example.org:8443")]
    [InlineData("https://tür.example/", null, "xn--tr-xka.example https://xn--tr-xka.example")]
    [InlineData("http://localhost:8080/", null, "localhost http://localhost:8080")]
    [InlineData("http://cctv.example.org/", null, null)]
    [InlineData("http://localhost.example.org/", null, null)]
    [InlineData("https://192.0.2.7/", null, null)]
    [InlineData("http://127.0.0.1:8080/", null, null)]
    [InlineData("https://[::1]/", null, null)]
    [InlineData("http://127.0.0.1:8080/", "https://cctv.example.org", "cctv.example.org https://cctv.example.org")]
    [InlineData("https://evil.example/", "https://cctv.example.org/sub", "cctv.example.org https://cctv.example.org")]
    [InlineData("https://cctv.example.org/", "http://cctv.example.org", null)]
    [InlineData("https://cctv.example.org/", "sub", null)]
    public void Of_IsTheAddressThatPeopleUse_OrNoneWhereBrowsersHaveNoPasskeys(string asked, string? galleryUrl, string? expected)
    {
        var (url, request) = (new Uri(asked), new DefaultHttpContext().Request);
        (request.Scheme, request.Host) = (url.Scheme, HostString.FromUriComponent(url));

        var party = RelyingParty.Of(request, galleryUrl is null ? null : new Uri(galleryUrl, UriKind.RelativeOrAbsolute));

        Assert.Equal(expected, party is null ? null : $"{party.Host} {party.Origin}");
    }

    [Fact]
    public async Task Where_the_platform_signs_in_there_are_none()
    {
        await using var server = await GalleryServer.StartAsync(easyAuth: new EasyAuthOptions { Grants = [new() { Who = "Cctv.Owner", Role = UserRole.Owner }] });
        using var browser = NewBrowser(server);
        await AssertNoneAtTheDoorAsync(browser);

        await browser.SignInAsync(server.Key.Text);
        Assert.DoesNotContain("asskey", (await browser.PageAsync("/account")).Replace("passkeys.js", "", StringComparison.Ordinal), StringComparison.Ordinal);
        foreach (var target in new[] { "/account/passkeys/options", "/account/passkeys" })
        {
            using var refused = await browser.SubmitAsync("/account", target, ("secret", server.Key.Text));
            Assert.Equal((target, HttpStatusCode.NotFound), (target, refused.StatusCode));
        }
    }

    [Fact]
    public async Task Where_browsers_have_none_the_account_says_why_and_the_door_is_silent()
    {
        await using var server = await GalleryServer.StartAsync();
        await AssertNoneAtTheDoorAsync(server.Browser);

        await server.Browser.SignInAsync(server.Key.Text);
        var page = await server.Browser.PageAsync("/account");
        Assert.Contains("needs https and a name, or localhost", page, StringComparison.Ordinal);
        Assert.DoesNotContain("data-passkey", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_that_people_use_goes_before_that_of_the_request()
    {
        await using var server = await GalleryServer.StartAsync(settings: new Dictionary<string, string?> { ["Alerts:GalleryUrl"] = "https://cctv.example.org" });
        using var browser = NewBrowser(server);
        await browser.SignInAsync(server.Key.Text);
        using var passkey = new SoftPasskey("https://cctv.example.org");
        await AddAsync(browser, passkey, server.Key.Text);

        using var there = NewBrowser(server);
        var asked = await AskAsync(there);
        Assert.Equal("cctv.example.org", asked.GetProperty("rpId").GetString());
        Assert.Equal(HttpStatusCode.Redirect, await AnswerAsync(there, passkey.Get(asked)));
        using var here = NewBrowser(server);
        passkey.Origin = OriginOf(server);
        Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync(here, passkey));
    }

    [Fact]
    public async Task Behind_a_front_end_https_is_what_it_says()
    {
        await using var server = await GalleryServer.StartAsync(behindFrontEnd: true);
        using var browser = NewBrowser(server);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Host = "cctv.example.org";
        using var shown = await browser.SendAsync(request);
        Assert.Contains("data-origin=\"https://cctv.example.org\"", await shown.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static async Task AssertNoneAtTheDoorAsync(Visitor browser)
    {
        Assert.DoesNotContain("asskey", await browser.PageAsync("/sign-in"), StringComparison.Ordinal);
        foreach (var target in new[] { "/sign-in/passkey/options", "/sign-in/passkey" })
        {
            using var refused = await browser.SubmitAsync("/sign-in", target, ("credential", "{}"));
            Assert.Equal((target, HttpStatusCode.NotFound), (target, refused.StatusCode));
        }
    }
}
