using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Geometry;
using CloudCctv.Gallery.Tests.Support;

namespace CloudCctv.Gallery.Tests.Days;

public sealed class DayFilterTests
{
    [Theory]
    [InlineData("camera=farm%2Fdoor", "bbbbbbbb")]
    [InlineData("site=lake", "cccccccc")]
    [InlineData("label=dog", "cccccccc")]
    [InlineData("score=80", "aaaaaaaa,bbbbbbbb")]
    [InlineData("from=18:30&to=20:00", "bbbbbbbb")]
    [InlineData("from=20:30&to=18:10", "aaaaaaaa,cccccccc")]
    [InlineData("starred=yes", "bbbbbbbb")]
    [InlineData("starred=no&reviewed=no", "cccccccc")]
    [InlineData("reviewed=yes", "aaaaaaaa")]
    [InlineData("camera=farm%2Fdoor&label=dog", "")]
    [InlineData("site=&camera=nonsense&score=1000&from=25:00&starred=maybe", "aaaaaaaa,bbbbbbbb,cccccccc")]
    public async Task Filter_chooses_on_the_server(string query, string expected)
    {
        await using var server = await DayAsync();

        var page = await server.Browser.PageAsync($"/days/2026-11-20?{query}");

        Assert.Equal(expected, string.Join(',', new[] { "aaaaaaaa", "bbbbbbbb", "cccccccc" }.Where(id => page.Contains($"id=\"e-{id}\"", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Filter_goes_along_to_other_days_and_pages()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        for (var i = 0; i < 50; i++)
        {
            await Scene.AddAsync(server, Scene.Event($"{i:D8}", start: Scene.Evening.AddMinutes(-i)), 1);
        }

        await Scene.AddAsync(server, Scene.Event("eeeeeeee", start: Scene.Evening.AddDays(-1)), 1);

        var first = await server.Browser.PageAsync("/days/2026-11-20?label=person&score=50");
        Assert.Contains("data-older href=\"/days/2026-11-20?page=2&amp;label=person&amp;score=50\"", first, StringComparison.Ordinal);
        Assert.Contains("href=\"/days/2026-11-19?label=person&amp;score=50\" rel=\"prev\"", first, StringComparison.Ordinal);

        var second = await server.Browser.PageAsync("/days/2026-11-20?page=2&label=person&score=50");
        Assert.Equal(2, second.Split("class=\"card\"").Length - 1);
        Assert.Contains("data-older href=\"/days/2026-11-19?label=person&amp;score=50\"", second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Filter_that_takes_nothing_says_so_and_leads_back()
    {
        await using var server = await DayAsync();

        var page = await server.Browser.PageAsync("/days/2026-11-20?label=%3Cimg%20src%3Dx%3E");

        Assert.Contains("Nothing here that you look for", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Timeline_has_a_lane_for_each_camera()
    {
        await using var server = await DayAsync();

        var page = (await server.Browser.PageAsync("/")).Replace("&#xA0;", " ", StringComparison.Ordinal);

        Assert.Equal(3, page.Split("class=\"lane\"").Length - 1);
        Assert.Contains("aria-label=\"door farm: 1 event, most from 19:00 to 20:00. Show only these.\"", page, StringComparison.Ordinal);
    }

    // One that was opened, one with a star, one with a dog.
    private static async Task<GalleryServer> DayAsync()
    {
        var server = await GalleryServer.StartSignedInAsync();
        await Scene.AddAsync(server, Scene.Event("aaaaaaaa"), 1);
        var starred = Scene.Event("bbbbbbbb", "door", start: Scene.Evening.AddHours(1));
        await Scene.AddAsync(server, starred, 1);
        await Scene.AddAsync(server, Scene.Make(Scene.Event("cccccccc", "jetty", "lake", Scene.Evening.AddHours(3))) with { Detections = [new SeenObject("dog", 0.6, new Box(0, 0, 1, 1))] });
        await server.Browser.PageAsync($"/events/{Scene.Event("aaaaaaaa")}");
        using var response = await server.Browser.SubmitAsync("/", $"/star/{starred}", ("starred", "yes"));
        return server;
    }
}
