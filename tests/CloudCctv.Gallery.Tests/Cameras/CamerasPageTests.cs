using System.Net;
using CloudCctv.Contracts.Health;
using CloudCctv.Gallery.Tests.Status;
using CloudCctv.Gallery.Tests.Support;

namespace CloudCctv.Gallery.Tests.Cameras;

public sealed class CamerasPageTests
{
    [Fact]
    public async Task No_camera_and_the_page_says_so()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        Assert.Contains("No camera yet", await server.Browser.PageAsync("/cameras"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Camera_shows_its_last_picture_how_it_is_and_the_devices_temperature()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        await Scene.AddAsync(server, Scene.Event(), 1);
        var last = (await Scene.AddAsync(server, Scene.Event("5k7x9m2q", start: Scene.Evening.AddHours(1)), 1, 1))[1];
        await StatusScene.ReportAsync(server, StatusScene.Beat("farm", "gate-pi", StatusScene.Camera("gate"), StatusScene.Camera("yard", CameraState.Covered)) with { Throttled = "0x50000" });

        var page = await server.Browser.PageAsync("/cameras");

        Assert.Contains($"src=\"/media/{last.Name}.preview.jpg\"", page, StringComparison.Ordinal);
        Assert.Contains("51 °C", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.Contains("No picture kept yet", page, StringComparison.Ordinal);
        Assert.Contains("voltage was too low since its start", page, StringComparison.Ordinal);
        Assert.Contains("1 not well", page, StringComparison.Ordinal);
    }
}
