using System.Net;
using CloudCctv.Analysis.Alerts.Manners;
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
    private static readonly string[] Pages =
    [
        "GET /", "GET /days/{day}", "GET /cameras", "GET /counts", "GET /counts.csv", "GET /account", "POST /account/password",
        "POST /account/passkeys", "POST /account/passkeys/options", "POST /account/passkeys/remove", "POST /sign-out", "* /{*path}",
    ];

    // Under the name of a camera.
    private static readonly string[] OfCamera = ["GET /events/{*path}", "GET /cameras/{*path}", "GET /media/{*path}", "HEAD /media/{*path}", "GET /pictures/{*path}", "HEAD /pictures/{*path}", "GET /clip/{*path}", "POST /clip-ask/{*path}", "POST /clip-cancel/{*path}"];

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
    public async Task Look_of_a_viewer_does_not_count_as_opened_and_the_owners_does()
    {
        await using var server = await StartAsync();
        var manners = server.Services.GetRequiredService<MannerStore>();
        await server.Browser.PageAsync($"/events/{Own}");
        await server.Browser.PageAsync($"/events/{Own}/000001-180312345");
        Assert.Null(await manners.OpenedAtAsync(Own, Token));

        using var owner = server.NewBrowser();
        await owner.SignInAsync(server.Key.Text);
        await owner.PageAsync($"/events/{Own}");
        Assert.NotNull(await manners.OpenedAtAsync(Own, Token));
    }

    [Fact]
    public async Task Nothing_seen_yet_leads_a_viewer_nowhere_where_viewers_may_not_go()
    {
        await using var server = await GalleryServer.StartAsync();
        await SignInAsync(server);

        var page = await server.Browser.PageAsync("/");

        Assert.Contains("Nothing seen yet", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"/quarantine\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("data-live=\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Earlier_day_and_recent_days_are_those_of_the_viewers_cameras_however_many_days_others_had()
    {
        await using var server = await GalleryServer.StartAsync();
        await SignInAsync(server);
        for (var days = 0; days < 30; days++)
        {
            await Scene.AddAsync(server, Scene.Event($"yard{days:D4}", "yard", start: Scene.Evening.AddDays(-days)), 1);
        }

        await Scene.AddAsync(server, Scene.Event("gate0020", start: Scene.Evening.AddDays(-20)), 1);
        await Scene.AddAsync(server, Scene.Event("gate0029", start: Scene.Evening.AddDays(-29)), 1);

        var newest = await server.Browser.PageAsync("/");

        Assert.Contains("-gate0020", newest, StringComparison.Ordinal);
        Assert.Contains("href=\"/days/2026-10-22\" rel=\"prev\"", newest, StringComparison.Ordinal);
        Assert.Contains("href=\"/days/2026-10-31\" rel=\"next\"", await server.Browser.PageAsync("/days/2026-10-22"), StringComparison.Ordinal);
        Assert.Equal(2, System.Text.RegularExpressions.Regex.Count(newest, "class=\"strip-day\""));
    }

    // Pages go by the index. To save real pictures for 400 days was two thirds of the test: JPEGs, five objects each, 13 syncs a day.
    private static void CopyIndexOfTheSecondDay(GalleryServer server, int days)
    {
        var index = Path.Combine(server.Folder, "objects", "index");
        var second = FolderOf(Own.Start.AddDays(1));
        foreach (var hour in Directory.GetFiles(Path.Combine(index, second)))
        {
            var events = File.ReadAllText(hour);
            for (var day = 2; day <= days; day++)
            {
                var folder = FolderOf(Own.Start.AddDays(day));
                File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(index, folder)).FullName, Path.GetFileName(hour)), events.Replace(second, folder, StringComparison.Ordinal));
            }
        }

        static string FolderOf(DateTimeOffset time) => time.ToString("yyyy'/'MM'/'dd", System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Days_of_others_are_passed_over_only_so_far_as_a_page_may_take_its_time()
    {
        await using var server = await GalleryServer.StartAsync();
        await SignInAsync(server);
        await Scene.AddAsync(server, Own, 1);
        await Scene.AddAsync(server, Scene.Event("yard0001", "yard", start: Own.Start.AddDays(1)), 1);
        CopyIndexOfTheSecondDay(server, days: 400);

        Assert.Contains("Nothing seen yet", await server.Browser.PageAsync("/"), StringComparison.Ordinal);
        await server.Sightings.DeleteEventAsync(Scene.Event("yard0001", "yard", start: Own.Start.AddDays(400)), Token);
        Assert.Contains(Own.ToString(), await server.Browser.PageAsync("/"), StringComparison.Ordinal);
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
        await SignInAsync(server);
        return server;
    }

    private static async Task SignInAsync(GalleryServer server) =>
        await server.Browser.SignInAsync("anna", await server.Services.GetRequiredService<UserStore>().AddAsync("anna", UserRole.Viewer, ["farm/gate"], Token));

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
