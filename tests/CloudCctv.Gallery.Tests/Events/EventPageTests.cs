using System.Net;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Geometry;
using CloudCctv.Gallery.Tests.Support;

namespace CloudCctv.Gallery.Tests.Events;

public sealed class EventPageTests
{
    private const string Attack = "<img src=x onerror=alert(1)>\"'&";

    [Fact]
    public async Task Event_shows_every_flagged_frame()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        var saved = await Scene.AddAsync(server, Scene.Event(), 1, 2, 1, 3);

        var page = await server.Browser.PageAsync($"/events/{Scene.Event()}");

        Assert.All(saved, one => Assert.Contains($"href=\"/events/{one.Name}\"", page, StringComparison.Ordinal));
        Assert.All(saved, one => Assert.Contains($"src=\"/media/{one.Name}.preview.jpg\"", page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Picture_shows_detections_model_and_its_neighbours()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        var saved = await Scene.AddAsync(server, Scene.Event(), 1, 2, 1);

        var page = await server.Browser.PageAsync($"/events/{saved[1].Name}");

        Assert.Contains("test-model", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"/media/{saved[1].Name}.jpg?download=true\"", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"/events/{saved[0].Name}\" rel=\"prev\"", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"/events/{saved[2].Name}\" rel=\"next\"", page, StringComparison.Ordinal);
        Assert.Equal(2, page.Split("vector-effect=\"non-scaling-stroke\"").Length - 1);
        var original = await server.Browser.PageAsync($"/events/{saved[1].Name}?view=original");
        Assert.DoesNotContain("non-scaling-stroke", original, StringComparison.Ordinal);
        Assert.Contains($"src=\"/media/{saved[1].Name}.jpg\"", original, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Picture_as_captured_says_unchanged()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        var saved = await Scene.AddAsync(server, Scene.Event(), 1);

        var page = await server.Browser.PageAsync($"/events/{saved[0].Name}");

        Assert.Contains("Unchanged since capture", page, StringComparison.Ordinal);
        Assert.Contains(saved[0].PictureSha256, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_changed_byte_in_the_stored_picture_is_shown()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        var saved = await Scene.AddAsync(server, Scene.Event(), 1);
        var file = server.FileOf(saved[0].Name.Picture);
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        bytes[^3] ^= 1;
        File.Delete(file);
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);

        var page = await server.Browser.PageAsync($"/events/{saved[0].Name}");

        Assert.Contains("Changed since capture", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Unchanged since capture", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lost_original_is_told_and_the_preview_still_shown()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        var saved = await Scene.AddAsync(server, Scene.Event(), 1);
        File.Delete(server.FileOf(saved[0].Name.Picture));

        var page = await server.Browser.PageAsync($"/events/{saved[0].Name}");

        Assert.Contains("original picture is gone", page, StringComparison.Ordinal);
        Assert.Contains($"src=\"/media/{saved[0].Name}.preview.jpg\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hostile_texts_from_a_device_or_a_model_are_shown_as_text()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        var hostile = await Scene.AddAsync(server, Scene.Make(Scene.Event()) with
        {
            Detections = [new SeenObject(Attack, 0.9, new Box(0, 0, 1, 1))],
            Motion = new SightingMotion(0.1, null, [Attack]),
            Model = new SightingModel(Attack, Attack),
            Device = Attack,
        });

        foreach (var address in new[] { "/", $"/events/{hostile.Event}", $"/events/{hostile.Name}", $"/delete/{hostile.Name}" })
        {
            Assert.DoesNotContain("<img src=x", await server.Browser.PageAsync(address), StringComparison.OrdinalIgnoreCase);
        }

        Assert.Contains("&lt;img src=x onerror=alert(1)&gt;", await server.Browser.PageAsync($"/events/{hostile.Name}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/events/farm/gate/2026/11/20/180312345-zzzzzzzz")]
    [InlineData("/events/<script>alert(1)</script>/gate/2026/11/20/180312345-4k7x9m2q")]
    [InlineData("/events/farm/gate/2026/11/20/180312345-4k7x9m2q/000009-180312345")]
    [InlineData("/delete/farm/gate/2026/11/20/180312345-4k7x9m2q/000009-180312345")]
    [InlineData("/events/")]
    public async Task What_is_not_there_is_404(string address)
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        await Scene.AddAsync(server, Scene.Event(), 1);

        using var response = await server.Browser.GetAsync(address);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.DoesNotContain("<script>", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unreadable_sidecar_fails_its_page_without_telling_about_the_inside()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        var saved = await Scene.AddAsync(server, Scene.Event(), 1);
        await server.Objects.PutAsync(saved[0].Name.Sidecar, "{ broken"u8.ToArray(), TestContext.Current.CancellationToken);

        using var response = await server.Browser.GetAsync($"/events/{saved[0].Name}");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        var page = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("This page failed", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", page, StringComparison.Ordinal);
        Assert.True(response.Headers.Contains("Content-Security-Policy"));
    }

    [Fact]
    public async Task Unreadable_sidecar_does_not_take_the_other_pictures_away()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        var saved = await Scene.AddAsync(server, Scene.Event(), 1, 1);
        await server.Objects.PutAsync(saved[0].Name.Sidecar, "{ broken"u8.ToArray(), TestContext.Current.CancellationToken);

        using var response = await server.Browser.GetAsync($"/events/{saved[0].Name.Event}");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains($"{saved[1].Name}", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
