using System.Net;
using CloudCctv.Analysis.Retention.Trash;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Geometry;
using CloudCctv.Gallery.Access.Users;
using CloudCctv.Gallery.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCctv.Gallery.Tests.Counts;

public sealed class CountsPageTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_crossed_and_the_page_says_how_a_line_is_drawn()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        Assert.Contains("Nobody was counted", await server.Browser.PageAsync("/counts"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Day_shows_hours_lines_and_pictures_and_leads_to_the_events()
    {
        await using var server = await GalleryServer.StartSignedInAsync("Europe/Vienna");
        var evening = await Scene.CrossAsync(server, "4k7x9m2q", Scene.Evening, CrossingDirection.In, CrossingDirection.In);
        await Scene.CrossAsync(server, "5k7x9m2q", Scene.Evening.AddHours(1), CrossingDirection.Out);

        var page = WebUtility.HtmlDecode(await server.Browser.PageAsync("/counts?day=2026-11-20"));

        Assert.Contains("2 in, 1 out", page, StringComparison.Ordinal);
        // 18 UTC is 19 in Vienna.
        const string hour = "/days/2026-11-20?camera=farm%2Fgate&from=19%3A00&to=20%3A00";
        Assert.Contains($"<a href=\"{hour}\">19:00</a></th><td>2</td><td>0</td>", Plain(page), StringComparison.Ordinal);
        Assert.Contains("<rect class=\"count-in\"", page, StringComparison.Ordinal);
        Assert.Contains($"/media/{evening.Name}.preview.jpg", page, StringComparison.Ordinal);
        Assert.Contains(evening.Event.ToString(), await server.Browser.PageAsync(hour), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Month_shows_days_of_the_wall_and_not_of_the_month_after()
    {
        await using var server = await GalleryServer.StartSignedInAsync("Europe/Vienna");
        await Scene.CrossAsync(server, "4k7x9m2q", Scene.Evening, CrossingDirection.In);
        // Half past eleven in the evening in UTC, and another month in Vienna.
        await Scene.CrossAsync(server, "5k7x9m2q", new DateTimeOffset(2026, 11, 30, 23, 30, 0, TimeSpan.Zero), CrossingDirection.In);

        var november = Plain(WebUtility.HtmlDecode(await server.Browser.PageAsync("/counts?month=2026-11")));
        Assert.Contains("1 in, 0 out", november, StringComparison.Ordinal);
        Assert.Contains("20 Nov</a></th><td>1</td><td>0</td>", november, StringComparison.Ordinal);
        Assert.Contains("1 Dec</a></th><td>1</td><td>0</td>", Plain(await server.Browser.PageAsync("/counts?month=2026-12")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/counts?day=yesterday&camera=%3Cscript%3E")]
    [InlineData("/counts?month=9999-12")]
    [InlineData("/counts?day=0001-01-01")]
    public async Task Address_that_says_nothing_is_a_page_all_the_same(string address)
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        Assert.DoesNotContain("<script>", await server.Browser.PageAsync(address), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deleted_event_is_not_counted()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        var sighting = await Scene.CrossAsync(server, "4k7x9m2q", Scene.Evening, CrossingDirection.In);
        await server.Services.GetRequiredService<TrashBin>().ThrowAsync(sighting.Event, Token);

        Assert.Contains("Nobody was counted", await server.Browser.PageAsync("/counts?day=2026-11-20"), StringComparison.Ordinal);
        Assert.Equal("time,site,camera,line,direction,event,picture\r\n", await server.Browser.PageAsync("/counts.csv?from=2026-11-20&to=2026-11-20"));
    }

    [Fact]
    public async Task Table_has_a_row_for_each_crossing_or_hour()
    {
        await using var server = await GalleryServer.StartSignedInAsync("Europe/Vienna");
        var sighting = await Scene.CrossAsync(server, "4k7x9m2q", Scene.Evening, CrossingDirection.In, CrossingDirection.Out);

        Assert.Equal(
            $"""
            time,site,camera,line,direction,event,picture
            2026-11-20T19:03:12.345+01:00,farm,gate,door,in,{sighting.Event},{sighting.Frame.Stem}
            2026-11-20T19:03:12.345+01:00,farm,gate,door,out,{sighting.Event},{sighting.Frame.Stem}

            """.ReplaceLineEndings("\r\n"), await server.Browser.PageAsync("/counts.csv?camera=farm/gate&from=2026-11-01&to=2026-11-30"));
        Assert.Equal(
            "hour,site,camera,line,in,out\r\n2026-11-20T19:00+01:00,farm,gate,door,1,1\r\n",
            await server.Browser.PageAsync("/counts.csv?by=hour&from=2026-11-20&to=2026-11-20"));
    }

    [Theory]
    [InlineData("from=2026-11", "from '2026-11' must be a day")]
    [InlineData("from=2026-11-20&to=2026-11-19", "from not after to")]
    [InlineData("from=2025-01-01&to=2026-11-19", "366 days")]
    [InlineData("camera=gate", "camera 'gate' must be site/camera")]
    [InlineData("by=week", "must be crossing or hour")]
    public async Task Table_of_a_wrong_question_is_refused_with_what_is_wrong(string query, string named)
    {
        await using var server = await GalleryServer.StartSignedInAsync();

        using var response = await server.Browser.GetAsync($"/counts.csv?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(named, await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Viewer_gets_counts_of_own_cameras_only()
    {
        await using var server = await GalleryServer.StartAsync();
        await Scene.CrossAsync(server, "4k7x9m2q", Scene.Evening, CrossingDirection.In);
        await Scene.CrossAsync(server, "zzzzzzzz", Scene.Evening, CrossingDirection.In, camera: "yard");
        await server.Browser.SignInAsync("anna", await server.Services.GetRequiredService<UserStore>().AddAsync("anna", UserRole.Viewer, ["farm/gate"], Token));

        foreach (var address in new[] { "/counts?day=2026-11-20", "/counts.csv?from=2026-11-20&to=2026-11-20" })
        {
            var page = await server.Browser.PageAsync(address);
            Assert.Contains("gate", page, StringComparison.Ordinal);
            Assert.DoesNotContain("yard", page, StringComparison.Ordinal);
        }

        foreach (var address in new[] { "/counts?camera=farm/yard", "/counts.csv?camera=farm/yard" })
        {
            using var response = await server.Browser.GetAsync(address);
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        }
    }

    [Fact]
    public async Task Card_and_event_say_who_went_in()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        var sighting = await Scene.CrossAsync(server, "4k7x9m2q", Scene.Evening, CrossingDirection.In);

        Assert.Contains("<span class=\"card-crossed\">in</span>", await server.Browser.PageAsync("/days/2026-11-20"), StringComparison.Ordinal);
        Assert.Contains("<span class=\"card-crossed\">in over door</span>", await server.Browser.PageAsync($"/events/{sighting.Event}"), StringComparison.Ordinal);
    }

    // Pages are indented for people who read their source.
    private static string Plain(string page) => System.Text.RegularExpressions.Regex.Replace(page, @">\s+<", "><");
}
