using System.Text.RegularExpressions;
using CloudCctv.Gallery.Tests.Support;
using CloudCctv.Storage.Objects;
using CloudCctv.Tests.Support;

namespace CloudCctv.Gallery.Tests.Days;

/// <summary>How old the counts of days may be that a page shows beside its own day.</summary>
public sealed partial class DayTalliesTests
{
    private readonly ManualTimeProvider clock = new(Scene.Evening.AddHours(1));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Event_that_another_server_adds_on_an_earlier_day_is_counted_when_the_count_is_old()
    {
        await using var server = await StartAsync();
        await using var other = await GalleryServer.StartAsync(sharing: server, time: clock);
        Assert.Equal("2026-11-20 1,2026-11-19 1,2026-11-18 1", await StripAsync(server, "/"));

        await Scene.AddAsync(other, Scene.Event("dddddddd", start: Scene.Evening.AddDays(-1)), 1);

        Assert.Equal("2026-11-20 1,2026-11-19 1,2026-11-18 1", await StripAsync(server, "/"));
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("2026-11-20 1,2026-11-19 2,2026-11-18 1", await StripAsync(server, "/"));
    }

    [Fact]
    public async Task Day_that_is_asked_for_is_as_it_is_now_whoever_changed_it()
    {
        await using var server = await StartAsync();
        await using var other = await GalleryServer.StartAsync(sharing: server, time: clock);
        await StripAsync(server, "/");

        await Scene.AddAsync(other, Scene.Event("dddddddd", start: Scene.Evening.AddDays(-1)), 1);

        Assert.Equal("2026-11-20 1,2026-11-19 2,2026-11-18 1", await StripAsync(server, "/days/2026-11-19"));
        Assert.Contains("id=\"e-dddddddd\"", await server.Browser.PageAsync("/days/2026-11-19"), StringComparison.Ordinal);
        await other.Sightings.DeleteEventAsync(Scene.Event("dddddddd", start: Scene.Evening.AddDays(-1)), Token);
        Assert.Equal("2026-11-20 1,2026-11-19 1,2026-11-18 1", await StripAsync(server, "/days/2026-11-19"));
    }

    [Fact]
    public async Task Event_of_now_is_counted_at_once_whichever_server_adds_it_and_whichever_day_is_open()
    {
        await using var server = await StartAsync();
        await using var other = await GalleryServer.StartAsync(sharing: server, time: clock);
        await StripAsync(server, "/");

        await Scene.AddAsync(other, Scene.Event("dddddddd", start: Scene.Evening.AddMinutes(1)), 1);
        Assert.Equal("2026-11-20 2,2026-11-19 1,2026-11-18 1", await StripAsync(server, "/days/2026-11-18"));

        await Scene.AddAsync(other, Scene.Event("eeeeeeee", start: Scene.Evening.AddDays(1)), 1);
        Assert.Equal("2026-11-21 1,2026-11-20 2,2026-11-19 1,2026-11-18 1", await StripAsync(server, "/"));
    }

    [Fact]
    public async Task What_this_server_adds_or_deletes_is_counted_at_once()
    {
        await using var server = await StartAsync();
        await StripAsync(server, "/");
        var other = Scene.Event("dddddddd", start: Scene.Evening.AddDays(-1));

        await Scene.AddAsync(server, other, 1);
        Assert.Equal("2026-11-20 1,2026-11-19 2,2026-11-18 1", await StripAsync(server, "/"));

        using (await server.Browser.SubmitAsync($"/delete/{other}", $"/delete/{other}"))
        {
            Assert.Equal("2026-11-20 1,2026-11-19 1,2026-11-18 1", await StripAsync(server, "/"));
        }

        using (await server.Browser.SubmitAsync($"/days/2026-11-19?deleted={other}", $"/undo/{other}"))
        {
            Assert.Equal("2026-11-20 1,2026-11-19 2,2026-11-18 1", await StripAsync(server, "/"));
        }

        await server.Sightings.DeleteEventAsync(other, Token);
        Assert.Equal("2026-11-20 1,2026-11-19 1,2026-11-18 1", await StripAsync(server, "/"));
    }

    [Fact]
    public async Task Day_whose_events_are_all_deleted_is_no_neighbour()
    {
        await using var server = await StartAsync();
        var middle = Scene.Event("bbbbbbbb", start: Scene.Evening.AddDays(-1));

        using var deleted = await server.Browser.SubmitAsync($"/delete/{middle}", $"/delete/{middle}");

        Assert.Contains("href=\"/days/2026-11-18\" rel=\"prev\"", await server.Browser.PageAsync("/"), StringComparison.Ordinal);
        Assert.Equal("2026-11-20 1,2026-11-18 1", await StripAsync(server, "/"));
    }

    [Theory]
    [InlineData("UTC", 1)]
    [InlineData("Pacific/Auckland", 2)]
    public async Task Page_lists_the_hours_of_its_day_however_many_days_the_strip_has(string zone, int days)
    {
        ListedStore? store = null;
        await using var server = await StartAsync(zone, days: 20, inner => store = new ListedStore(inner));
        await server.Browser.PageAsync("/days/2026-11-20");
        store!.Listed.Clear();

        await server.Browser.PageAsync("/days/2026-11-20");

        Assert.Equal(days, store.Listed.Count(prefix => prefix.StartsWith("index/", StringComparison.Ordinal)));
    }

    // An event a day, the last on the 20th.
    private async Task<GalleryServer> StartAsync(string zone = "UTC", int days = 3, Func<IObjectStore, IObjectStore>? wrap = null)
    {
        var server = await GalleryServer.StartAsync(time: clock, zone: zone, wrap: wrap);
        await server.Browser.SignInAsync(server.Key.Text);
        for (var day = 0; day < days; day++)
        {
            await Scene.AddAsync(server, Scene.Event(days > 3 ? $"{day:D8}" : new string((char)('a' + day), 8), start: Scene.Evening.AddDays(-day)), 1);
        }

        return server;
    }

    private static async Task<string> StripAsync(GalleryServer server, string address) => string.Join(',', StripDay()
        .Matches((await server.Browser.PageAsync(address)).Replace("&#xA0;", " ", StringComparison.Ordinal))
        .Select(day => $"{day.Groups["day"].Value} {day.Groups["count"].Value}"));

    [GeneratedRegex("href=\"/days/(?<day>[0-9-]+)\"[^>]*>\\s*<span class=\"strip-day\">[^<]*</span>\\s*<span class=\"strip-count\">(?<count>\\d+) event")]
    private static partial Regex StripDay();
}
