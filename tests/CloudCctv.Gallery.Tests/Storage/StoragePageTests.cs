using CloudCctv.Analysis.Sightings;
using CloudCctv.Gallery.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCctv.Gallery.Tests.Storage;

public sealed class StoragePageTests
{
    [Fact]
    public async Task Room_is_shown_by_camera_once_it_was_measured()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        await Scene.AddAsync(server, Scene.Event(), 1, 1, 1);
        await Scene.AddAsync(server, Scene.Event("5k7x9m2q", start: Scene.Evening.AddDays(1)), 1);
        await Scene.AddAsync(server, Scene.Event("zzzzzzzz", "yard"), 1);
        Assert.Contains("Not measured yet", await server.Browser.PageAsync("/storage"), StringComparison.Ordinal);

        using var measured = await server.Browser.SubmitAsync("/storage", "/storage/measure");
        var page = await server.Browser.PageAsync("/storage");

        Assert.Equal("/storage", measured.Headers.Location?.OriginalString);
        Assert.True(page.IndexOf(">gate<", StringComparison.Ordinal) is > 0 and var gate && gate < page.IndexOf(">yard<", StringComparison.Ordinal), "The larger one comes first.");
        Assert.Contains("2&#xA0;days since 20 Nov 2026", page, StringComparison.Ordinal);
        var use = await server.Services.GetRequiredService<Analysis.Retention.StorageUse>().ReadAsync(TestContext.Current.CancellationToken);
        var bytes = Directory.EnumerateFiles(Path.Combine(server.Folder, "objects", SightingName.Prefix, "farm", "gate"), "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);
        Assert.Equal(bytes, use[0].Bytes);
    }
}
