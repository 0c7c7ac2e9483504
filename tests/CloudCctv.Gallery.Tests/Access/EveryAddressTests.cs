using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using CloudCctv.Gallery.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCctv.Gallery.Tests.Access;

public sealed class EveryAddressTests
{
    // Their own keys let them in: see the tests of pairing.
    private static readonly string[] Devices = ["/device/challenge", "/device/pair", "/device/credentials", "/device/blob"];

    // Signed addresses: of buttons in notifications, and links to one event.
    private static readonly string[] Open = ["/alerts/snooze", "/shared/{*path}", "/sign-in", "/sign-in/passkey", "/sign-in/passkey/options", "/healthz", "/offline", "/service-worker.js", "/manifest.webmanifest", .. Devices];

    [Fact]
    public async Task Every_endpoint_but_the_known_ones_asks_for_sign_in()
    {
        await using var server = await GalleryServer.StartAsync();
        using (await server.Browser.GetAsync("/healthz"))
        {
            // The pipeline is built with the first request.
        }

        var endpoints = server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();

        Assert.True(endpoints.Count > 10, $"Only {endpoints.Count} endpoints were found.");
        var open = endpoints.Where(one => one.Metadata.GetMetadata<IAllowAnonymous>() is not null).Select(one => one.RoutePattern.RawText!).Distinct()
            .Where(one => !one.StartsWith("/assets/", StringComparison.Ordinal));
        Assert.Equal(Open.Order(), open.Order());
        Assert.All(endpoints, one => Assert.True(one.Metadata.GetMetadata<IAuthorizeData>() is not null, one.DisplayName));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/days/2026-11-20")]
    [InlineData("/events/farm/gate/2026/11/20/180312345-4k7x9m2q")]
    [InlineData("/delete/farm/gate/2026/11/20/180312345-4k7x9m2q")]
    [InlineData("/live")]
    [InlineData("/live/newest")]
    [InlineData("/quarantine")]
    [InlineData("/status")]
    [InlineData("/devices")]
    [InlineData("/devices/revoke/gate-pi")]
    [InlineData("/alerts")]
    [InlineData("/alerts/renewal")]
    [InlineData("/cameras")]
    [InlineData("/cameras/farm/gate")]
    [InlineData("/account")]
    [InlineData("/counts")]
    [InlineData("/counts.csv")]
    [InlineData("/users")]
    [InlineData("/storage")]
    [InlineData("/faces")]
    [InlineData("/no/such/page")]
    public async Task Pages_without_a_session_lead_to_the_form_and_back(string address)
    {
        await using var server = await GalleryServer.StartAsync();
        await Scene.AddAsync(server, Scene.Event(), 1);

        using var response = await server.Browser.GetAsync(address);

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal(address == "/" ? "/sign-in" : $"/sign-in?returnUrl={Uri.EscapeDataString(address)}", response.Headers.Location?.OriginalString);
    }

    [Theory]
    [InlineData("/media/farm/gate/2026/11/20/180312345-4k7x9m2q/000001-180312345.jpg")]
    [InlineData("/media/farm/gate/2026/11/20/180312345-4k7x9m2q/000001-180312345.preview.jpg")]
    [InlineData("/pictures/farm/gate/2026/11/20/180312345-4k7x9m2q/000001-180312345.jpg")]
    [InlineData("/image.jpg")]
    [InlineData("/api/status")]
    [InlineData("/metrics")]
    public async Task Pictures_and_api_need_the_key_and_take_it_as_bearer_or_basic(string address)
    {
        await using var server = await GalleryServer.StartAsync();
        await Scene.AddAsync(server, Scene.Event(), 1);

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, address, authorization: null));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, address, new("Bearer", "wrong")));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, address, new("Basic", "not base64!")));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, address, Basic($"{server.Key.Text}")));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, address, new("Bearer", server.Key.Text)));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, address, Basic($"me:{server.Key.Text}")));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, address, Basic($":{server.Key.Text}")));
    }

    [Fact]
    public async Task Pages_and_forms_do_not_take_the_key_in_a_header()
    {
        await using var server = await GalleryServer.StartAsync();
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(server, "/", new("Bearer", server.Key.Text)));
    }

    [Fact]
    public async Task Key_in_the_address_opens_nothing()
    {
        await using var server = await GalleryServer.StartAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, $"/api/status?key={server.Key.Text}", authorization: null));
    }

    [Fact]
    public async Task Every_answer_has_the_headers_that_keep_foreign_scripts_and_frames_out()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        await Scene.AddAsync(server, Scene.Event(), 1);
        foreach (var address in new[] { "/", "/sign-in", "/sign-in/passkey", "/sign-in/passkey/options", "/healthz", "/no/such/page", "/image.jpg", "/media/x", "/assets/gallery.css" })
        {
            using var response = await server.Browser.GetAsync(address);
            var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("DENY", Assert.Single(response.Headers.GetValues("X-Frame-Options")));
            Assert.Equal("same-origin", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        }
    }

    [Fact]
    public async Task Pages_hold_no_inline_script_and_no_inline_style()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        var sighting = (await Scene.AddAsync(server, Scene.Event(), 2, 1))[0];
        foreach (var address in new[] { "/", "/quarantine", "/status", "/alerts", "/cameras", "/cameras/farm/gate", "/account", "/storage", "/users", "/faces", "/counts", "/offline", $"/events/{sighting.Event}", $"/events/{sighting.Name}", $"/delete/{sighting.Name}" })
        {
            var page = await server.Browser.PageAsync(address);
            Assert.All(
                Regex.Matches(page, "<script.*?</script>", RegexOptions.IgnoreCase | RegexOptions.Singleline),
                script => Assert.Matches("^<script (type=\"module\" )?src=\"/assets/[a-z-]+\\.js\\?v=[0-9a-f]+\"( defer)?></script>$", script.Value));
            Assert.DoesNotContain("style=", page, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<style", page, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotMatch("\\son[a-z]+=", page);
        }
    }

    private static AuthenticationHeaderValue Basic(string pair) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));

    private static async Task<HttpStatusCode> StatusAsync(GalleryServer server, string address, AuthenticationHeaderValue? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = authorization;
        using var response = await server.Browser.SendAsync(request);
        return response.StatusCode;
    }
}
