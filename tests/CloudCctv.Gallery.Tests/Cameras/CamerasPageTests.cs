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
        await StatusScene.ReportAsync(server, StatusScene.Beat("farm", "gate-pi", StatusScene.Camera("gate"), StatusScene.Camera("yard", CameraState.Covered)) with { Throttled = "0x50000", Battery = 64, Discharging = true });

        var page = await server.Browser.PageAsync("/cameras");

        Assert.Contains($"src=\"/media/{last.Name}.preview.jpg\"", page, StringComparison.Ordinal);
        Assert.Contains("51 °C", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.Contains("64 %, in use", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.Contains("No picture kept yet", page, StringComparison.Ordinal);
        Assert.Contains("voltage was too low since its start", page, StringComparison.Ordinal);
        Assert.Contains("1 not well", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Camera_that_saw_nothing_for_long_and_one_whose_index_is_behind_show_their_last_pictures()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        var old = (await Scene.AddAsync(server, Scene.Event("aaaaaaaa", "barn", start: Scene.Evening.AddDays(-40)), 1, 1))[1];
        for (var day = 0; day < 4; day++)
        {
            await Scene.AddAsync(server, Scene.Event($"bbbbbbb{day}", start: Scene.Evening.AddDays(-day)), 1);
        }

        var gone = (await Scene.AddAsync(server, Scene.Event("cccccccc", "yard"), 1))[0];
        var kept = (await Scene.AddAsync(server, Scene.Event("dddddddd", "yard", start: Scene.Evening.AddMinutes(-9)), 1))[0];
        File.Delete(server.FileOf(gone.Name.Sidecar));

        var page = await server.Browser.PageAsync("/cameras");

        foreach (var last in new[] { old.Name, kept.Name })
        {
            Assert.Contains($"src=\"/media/{last}.preview.jpg\"", page, StringComparison.Ordinal);
        }

        Assert.Contains("/events/farm/gate/2026/11/20/180312345-bbbbbbb0", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Camera_that_is_lost_is_not_well()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        await StatusScene.ReportAsync(server, StatusScene.Beat("farm", "gate-pi", StatusScene.Camera("gate"), StatusScene.Camera("yard", CameraState.Lost)));

        var page = await server.Browser.PageAsync("/cameras");

        Assert.Contains("1 not well", page, StringComparison.Ordinal);
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(page, "camera-unwell"));
    }

    [Fact]
    public async Task Camera_that_was_stopped_on_purpose_is_no_fault_on_this_page_nor_on_that_of_devices()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        await StatusScene.ReportAsync(server, StatusScene.Beat("farm", "gate-pi", StatusScene.Camera("gate"), StatusScene.Camera("yard", CameraState.Stopped)));

        var (cameras, devices) = (await server.Browser.PageAsync("/cameras"), await server.Browser.PageAsync("/status"));

        Assert.DoesNotContain("not well", cameras, StringComparison.Ordinal);
        Assert.Contains("all is well", devices, StringComparison.Ordinal);
        Assert.All([cameras, devices], page =>
        {
            Assert.Contains("stopped", page, StringComparison.Ordinal);
            Assert.DoesNotContain("dot-bad", page, StringComparison.Ordinal);
        });
    }
}
