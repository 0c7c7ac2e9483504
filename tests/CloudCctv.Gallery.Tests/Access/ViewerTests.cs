using System.Net;
using CloudCctv.Contracts.Names;
using CloudCctv.Gallery.Access.Users;
using CloudCctv.Gallery.Tests.Status;
using CloudCctv.Gallery.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCctv.Gallery.Tests.Access;

/// <summary>What a viewer of <c>farm/gate</c> gets, of all addresses that there are.</summary>
public sealed class ViewerTests
{
    // What a viewer may open at all; each leaves out what is of other cameras.
    private static readonly string[] Pages = ["GET /", "GET /days/{day}", "GET /cameras", "GET /counts", "GET /counts.csv", "POST /sign-out", "* /{*path}"];

    // Under the name of a camera.
    private static readonly string[] OfCamera = ["GET /events/{*path}", "GET /media/{*path}", "HEAD /media/{*path}", "GET /pictures/{*path}", "HEAD /pictures/{*path}"];

    private static readonly EventName Own = Scene.Event();

    private static readonly EventName Other = Scene.Event("zzzzzzzz", "yard");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_address_that_is_not_for_viewers_is_403()
    {
        await using var server = await StartAsync();
        var endpoints = Endpoints(server);

        Assert.True(endpoints.Count > 25, $"Only {endpoints.Count} endpoints were found.");
        Assert.All(Pages.Concat(OfCamera), known => Assert.Contains(known, endpoints));
        foreach (var endpoint in endpoints.Except(Pages))
        {
            Assert.Equal((endpoint, HttpStatusCode.Forbidden), (endpoint, await StatusAsync(server, endpoint, Other)));
        }
    }

    [Fact]
    public async Task Event_and_pictures_of_a_camera_are_there_for_who_sees_it_and_403_for_others()
    {
        await using var server = await StartAsync();

        foreach (var (eventName, expected) in new[] { (Own, HttpStatusCode.OK), (Other, HttpStatusCode.Forbidden) })
        {
            var picture = $"{eventName}/000001-180312345";
            foreach (var address in new[] { $"/events/{eventName}", $"/events/{picture}", $"/media/{picture}.jpg", $"/media/{picture}.preview.jpg", $"/pictures/{picture}.jpg", $"/pictures/{picture}.preview.jpg" })
            {
                using var response = await server.Browser.GetAsync(address);
                Assert.Equal((address, expected), (address, response.StatusCode));
            }
        }
    }

    [Theory]
    [InlineData("/media/farm/gate/../yard/2026/11/20/180312345-zzzzzzzz/000001-180312345.jpg")]
    [InlineData("/media/farm/gate/%2e%2e/yard/2026/11/20/180312345-zzzzzzzz/000001-180312345.jpg")]
    [InlineData("/media/farm%2Fgate/../yard/2026/11/20/180312345-zzzzzzzz/000001-180312345.jpg")]
    [InlineData("/media//farm/yard/2026/11/20/180312345-zzzzzzzz/000001-180312345.jpg")]
    [InlineData("/media/farm/gate%2F..%2Fyard/2026/11/20/180312345-zzzzzzzz/000001-180312345.jpg")]
    [InlineData("/media/farm/yard%2F2026/11/20/180312345-zzzzzzzz/000001-180312345.jpg")]
    [InlineData("/MEDIA/farm/yard/2026/11/20/180312345-zzzzzzzz/000001-180312345.jpg")]
    [InlineData("/image.jpg")]
    public async Task No_spelling_leads_to_the_picture_of_another_camera(string address)
    {
        await using var server = await StartAsync();
        var uri = new Uri($"{server.Url.GetLeftPart(UriPartial.Authority)}{address}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        using var response = await server.Browser.SendAsync(request);

        Assert.Contains(response.StatusCode, new[] { HttpStatusCode.Forbidden, HttpStatusCode.NotFound, HttpStatusCode.BadRequest });
        Assert.NotEqual("image/jpeg", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Pages_leave_out_other_cameras_and_what_is_the_owners()
    {
        await using var server = await StartAsync();
        await StatusScene.ReportAsync(server, StatusScene.Beat("farm", "gate-pi", StatusScene.Camera("gate"), StatusScene.Camera("yard")));

        foreach (var address in new[] { "/", "/days/2026-11-20", "/cameras" })
        {
            var page = await server.Browser.PageAsync(address);
            Assert.Contains("gate", page, StringComparison.Ordinal);
            Assert.DoesNotContain("yard", page, StringComparison.Ordinal);
            Assert.DoesNotContain("href=\"/users\"", page, StringComparison.Ordinal);
            Assert.DoesNotContain("/alerts/quiet", page, StringComparison.Ordinal);
        }

        // A day on which only the other camera saw something is a quiet one.
        await Scene.AddAsync(server, Scene.Event("yyyyyyyy", "yard", start: Scene.Evening.AddDays(3)), 1);
        Assert.Contains(Own.ToString(), await server.Browser.PageAsync("/"), StringComparison.Ordinal);
        Assert.Contains("A quiet day", await server.Browser.PageAsync("/days/2026-11-23"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task User_with_the_role_of_owner_gets_everything()
    {
        await using var server = await StartAsync();
        var password = await server.Services.GetRequiredService<UserStore>().AddAsync("boss", UserRole.Owner, [], Token);
        using var browser = server.NewBrowser();
        await browser.SignInAsync("boss", password);

        foreach (var address in new[] { "/users", "/alerts", "/status", $"/events/{Other}", $"/delete/{Other}" })
        {
            await browser.PageAsync(address);
        }
    }

    private static async Task<GalleryServer> StartAsync()
    {
        var server = await GalleryServer.StartAsync();
        await Scene.AddAsync(server, Own, 1);
        await Scene.AddAsync(server, Other, 1);
        await server.Browser.SignInAsync("anna", await server.Services.GetRequiredService<UserStore>().AddAsync("anna", UserRole.Viewer, ["farm/gate"], Token));
        return server;
    }

    private static List<string> Endpoints(GalleryServer server) =>
    [
        .. server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(one => one.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .SelectMany(one => one.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["*"], (one, method) => $"{method} /{one.RoutePattern.RawText!.TrimStart('/')}"),
    ];

    private static async Task<HttpStatusCode> StatusAsync(GalleryServer server, string endpoint, EventName eventName)
    {
        var (method, pattern) = endpoint.Split(' ') is [var first, var second] ? (first, second) : throw new ArgumentException(endpoint);
        var address = System.Text.RegularExpressions.Regex.Replace(pattern.Replace("{*path}", $"{eventName}/000001-180312345.jpg", StringComparison.Ordinal), "\\{[^}]+\\}", "farm");
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        using var response = await server.Browser.SendAsync(request);
        return response.StatusCode;
    }
}
