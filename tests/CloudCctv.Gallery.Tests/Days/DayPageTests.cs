using System.Globalization;
using System.Text.RegularExpressions;
using System.Net;
using CloudCctv.Gallery.Tests.Support;

namespace CloudCctv.Gallery.Tests.Days;

public sealed partial class DayPageTests
{
    [Fact]
    public async Task Card_tells_place_time_people_pictures_score_and_duration()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        await Scene.AddAsync(server, Scene.Event(), 1, 3, 2);

        var page = Text(await server.Browser.PageAsync("/"));

        Assert.Contains("datetime=\"2026-11-20T18:03:12.345Z\" title=\"2026-11-20 18:03:12.345 UTC\">18:03:12<", page, StringComparison.Ordinal);
        Assert.Contains("<strong>gate</strong><span>farm</span>", page, StringComparison.Ordinal);
        Assert.Contains("3 people", page, StringComparison.Ordinal);
        Assert.Contains("3 pictures", page, StringComparison.Ordinal);
        Assert.Contains("90 %", page, StringComparison.Ordinal);
        Assert.Contains("2 s", page, StringComparison.Ordinal);
        Assert.Contains("/media/farm/gate/2026/11/20/180312345-4k7x9m2q/", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Card_of_an_event_that_is_older_than_records_are_kept_is_not_new()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        var now = TimeProvider.System.GetUtcNow();
        var (old, young) = (now.AddDays(-402), now.AddDays(-398));
        await Scene.AddAsync(server, Scene.Event("aaaaaaaa", start: old), 1);
        await Scene.AddAsync(server, Scene.Event("bbbbbbbb", start: young), 1);

        Assert.DoesNotContain("card-new", await server.Browser.PageAsync(DayOf(old)), StringComparison.Ordinal);
        Assert.Contains("card-new", await server.Browser.PageAsync(DayOf(young)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_page_shows_the_newest_day_and_leads_to_the_days_around()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        await Scene.AddAsync(server, Scene.Event("aaaaaaaa", start: Scene.Evening.AddDays(-9)), 1);
        await Scene.AddAsync(server, Scene.Event("bbbbbbbb", start: Scene.Evening.AddDays(-2)), 1);
        await Scene.AddAsync(server, Scene.Event("cccccccc", start: Scene.Evening), 1);

        var newest = await server.Browser.PageAsync("/");
        Assert.Contains("-cccccccc", newest, StringComparison.Ordinal);
        Assert.DoesNotContain("-bbbbbbbb", newest, StringComparison.Ordinal);
        Assert.Contains("href=\"/days/2026-11-18\" rel=\"prev\"", newest, StringComparison.Ordinal);
        Assert.DoesNotContain("rel=\"next\"", newest, StringComparison.Ordinal);

        var middle = await server.Browser.PageAsync("/days/2026-11-18");
        Assert.Contains("-bbbbbbbb", middle, StringComparison.Ordinal);
        Assert.Contains("href=\"/days/2026-11-11\" rel=\"prev\"", middle, StringComparison.Ordinal);
        Assert.Contains("href=\"/days/2026-11-20\" rel=\"next\"", middle, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Day_is_the_one_on_the_wall_not_the_one_in_UTC()
    {
        await using var server = await GalleryServer.StartSignedInAsync(zone: "Pacific/Auckland");
        // 23:30 and 00:30 in Auckland (UTC+13), both on 20 November in UTC.
        await Scene.AddAsync(server, Scene.Event("aaaaaaaa", start: new(2026, 11, 20, 10, 30, 0, TimeSpan.Zero)), 1);
        await Scene.AddAsync(server, Scene.Event("bbbbbbbb", start: new(2026, 11, 20, 11, 30, 0, TimeSpan.Zero)), 1);

        var first = await server.Browser.PageAsync("/days/2026-11-20");
        Assert.Contains("-aaaaaaaa", first, StringComparison.Ordinal);
        Assert.DoesNotContain("-bbbbbbbb", first, StringComparison.Ordinal);
        Assert.Contains("href=\"/days/2026-11-21\" rel=\"next\"", first, StringComparison.Ordinal);

        var second = await server.Browser.PageAsync("/");
        Assert.Contains("-bbbbbbbb", second, StringComparison.Ordinal);
        Assert.Contains("href=\"/days/2026-11-20\" rel=\"prev\"", second, StringComparison.Ordinal);
        Assert.Contains(">00:30:00</time>", second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Old_day_finds_its_neighbours_behind_many_newer_days()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        for (var day = 0; day < 30; day++)
        {
            await Scene.AddAsync(server, Scene.Event(start: Scene.Evening.AddDays(-3 * day)), 1);
        }

        var old = Scene.Evening.AddDays(-3 * 27);
        var page = await server.Browser.PageAsync($"/days/{old:yyyy-MM-dd}");

        Assert.Contains($"href=\"/days/{old.AddDays(-3):yyyy-MM-dd}\" rel=\"prev\"", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"/days/{old.AddDays(3):yyyy-MM-dd}\" rel=\"next\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Day_with_many_events_goes_on_over_pages_and_loses_none()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        for (var i = 0; i < 50; i++)
        {
            await Scene.AddAsync(server, Scene.Event($"{i:D8}", start: Scene.Evening.AddMinutes(-i)), 1);
        }

        var pages = $"{await server.Browser.PageAsync("/days/2026-11-20")}{await server.Browser.PageAsync("/days/2026-11-20?page=2")}";

        Assert.All(Enumerable.Range(0, 50), i => Assert.Contains($"id=\"e-{i:D8}\"", pages, StringComparison.Ordinal));
        Assert.Equal(50, pages.Split("class=\"card\"").Length - 1);
    }

    [Fact]
    public async Task Event_that_grows_while_it_is_watched_shows_its_new_pictures()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        await Scene.AddAsync(server, Scene.Make(Scene.Event(), 1));
        Assert.Contains("1 picture<", Text(await server.Browser.PageAsync("/")), StringComparison.Ordinal);

        await Scene.AddAsync(server, Scene.Make(Scene.Event(), 2));

        Assert.Contains("2 pictures", Text(await server.Browser.PageAsync("/")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quiet_day_says_so()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        await Scene.AddAsync(server, Scene.Event(), 1);
        Assert.Contains("A quiet day", await server.Browser.PageAsync("/days/2020-01-01"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Days_from_before_the_index_look_the_same_as_in_it()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        for (var i = 0; i < 3; i++)
        {
            await Scene.AddAsync(server, Scene.Event($"{i:D8}", start: Scene.Evening.AddHours(-30 * i)), 2, 1);
        }

        var indexed = await server.Browser.PageAsync("/days/2026-11-19");
        Directory.Delete(Path.Combine(server.Folder, "objects", "index"), recursive: true);
        await using var old = await GalleryServer.StartAsync(sharing: server, indexed: false);
        await old.Browser.SignInAsync(old.Key.Text);

        Assert.Contains("id=\"e-00000001\"", indexed, StringComparison.Ordinal);
        Assert.Equal(MainOf(indexed), MainOf(await old.Browser.PageAsync("/days/2026-11-19")));
    }

    [Fact]
    public async Task Event_that_went_behind_the_back_of_the_index_is_not_shown_and_the_index_learns_of_it()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        await Scene.AddAsync(server, Scene.Event("aaaaaaaa"), 1);
        await Scene.AddAsync(server, Scene.Event("bbbbbbbb", start: Scene.Evening.AddSeconds(30)), 1, 1);
        Directory.Delete(Path.Combine(server.Folder, "objects", "flagged", "farm", "gate", "2026", "11", "20", "180312345-aaaaaaaa"), recursive: true);

        Assert.DoesNotContain("-aaaaaaaa", await server.Browser.PageAsync("/days/2026-11-20"), StringComparison.Ordinal);

        var page = Text(await server.Browser.PageAsync("/days/2026-11-20"));
        Assert.Contains("1 event &#xB7;", page, StringComparison.Ordinal);
        Assert.Contains("2 pictures", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/days/yesterday")]
    [InlineData("/days/2026-02-30")]
    [InlineData("/days/2026-11-20/more")]
    public async Task Day_that_does_not_exist_is_404(string address)
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        using var response = await server.Browser.GetAsync(address);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private static string DayOf(DateTimeOffset time) => time.ToString("'/days/'yyyy-MM-dd", CultureInfo.InvariantCulture);

    // Forms have tokens of their own for each browser.
    private static string MainOf(string page) => Token().Replace(page[page.IndexOf("<main", StringComparison.Ordinal)..], "token");

    [GeneratedRegex("CfDJ8[A-Za-z0-9_-]+")]
    private static partial Regex Token();

    // Numbers and their nouns are glued together.
    private static string Text(string page) => page.Replace("&#xA0;", " ", StringComparison.Ordinal);
}
