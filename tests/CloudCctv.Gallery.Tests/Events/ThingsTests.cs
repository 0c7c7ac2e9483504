using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Geometry;
using CloudCctv.Gallery.Tests.Support;

namespace CloudCctv.Gallery.Tests.Events;

/// <summary>Events of things that were taken or left.</summary>
public sealed class ThingsTests
{
    [Fact]
    public async Task Event_OfThings_ShowsBothPicturesWithTheirPlacesAndAsksForNoOpinion()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        var (before, after) = await AddAsync(server);

        var page = await server.Browser.PageAsync($"/events/{Scene.Event()}");

        Assert.Contains("<strong>Before</strong>", page, StringComparison.Ordinal);
        Assert.Contains("<strong>After</strong>", page, StringComparison.Ordinal);
        Assert.Contains("1\u00a0thing left, 1\u00a0thing taken", System.Net.WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.Contains($"href=\"/media/{before.Name}.jpg\"", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"/media/{after.Name}.jpg\"", page, StringComparison.Ordinal);
        // Two places in each of the two, and in the picture of the viewer.
        Assert.Equal(6, page.Split("vector-effect=\"non-scaling-stroke\"").Length - 1);
        Assert.DoesNotContain("Not a person", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Picture_OfThings_SaysWhichOfTheTwoItIs()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        var (before, after) = await AddAsync(server);

        Assert.Contains("Before: what changed", await server.Browser.PageAsync($"/events/{before.Name}"), StringComparison.Ordinal);
        var page = await server.Browser.PageAsync($"/events/{after.Name}");
        Assert.Contains("After: what changed", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Not a person", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Day_ShowsTheThingInThePictureAfter_AndFindsItByItsKind()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        var (before, after) = await AddAsync(server);
        await Scene.AddAsync(server, Scene.Event("00000001", "yard"), 1);

        var day = await server.Browser.PageAsync("/days/2026-11-20?label=removed");

        Assert.Contains($"/media/{after.Name}.preview.jpg", day, StringComparison.Ordinal);
        Assert.DoesNotContain($"/media/{before.Name}.preview.jpg", day, StringComparison.Ordinal);
        Assert.DoesNotContain("00000001", day, StringComparison.Ordinal);
    }

    private static async Task<(Sighting Before, Sighting After)> AddAsync(GalleryServer server)
    {
        SeenObject[] places = [new("removed", 0.9, new Box(0.1, 0.2, 0.3, 0.4)), new("left", 0.7, new Box(0.5, 0.5, 0.6, 0.6))];
        var before = await Scene.AddAsync(server, Scene.Make(Scene.Event()) with { Moment = FrameRecord.Before, Detections = places });
        var after = await Scene.AddAsync(server, Scene.Make(Scene.Event(), 2) with { Moment = FrameRecord.After, Detections = places });
        return (before, after);
    }
}
