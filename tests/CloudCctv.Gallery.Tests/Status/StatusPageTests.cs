using System.Net;
using CloudCctv.Analysis.Health;
using CloudCctv.Contracts.Health;
using CloudCctv.Gallery.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCctv.Gallery.Tests.Status;

public sealed class StatusPageTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_has_reported_and_the_page_says_so()
    {
        await using var server = await GalleryServer.StartSignedInAsync();

        Assert.Contains("No device has reported yet", await server.Browser.PageAsync("/status"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_is_well_and_the_page_says_so()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        await StatusScene.ReportAsync(server, StatusScene.Beat("farm", "gate-pi", StatusScene.Camera("gate"), StatusScene.Camera("yard")));

        var page = await server.Browser.PageAsync("/status");

        Assert.Contains("all is well", page, StringComparison.Ordinal);
        Assert.Contains("last picture", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Open alarms", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Farm_shows_devices_cameras_and_alarms_open_and_past()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        await StatusScene.FarmAsync(server);

        var page = await server.Browser.PageAsync("/status");

        Assert.All(
            ["<strong>Camera gate</strong> is covered", "<strong>Camera crusher</strong> sends no pictures", "<strong>Device barn-pi</strong> is silent", "<strong>Device pit-pi</strong> has little room on its disk", "was watching", "The oldest event waits for 84 min"],
            text => Assert.Contains(text, page, StringComparison.Ordinal));
        Assert.Contains("open alarms", page, StringComparison.Ordinal);
        Assert.Contains("Past alarms", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Numbers_of_a_device_that_lies_do_no_harm()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        var beat = StatusScene.Beat("farm", "gate-pi", StatusScene.Camera("gate") with { For = long.MaxValue, Last = long.MinValue }) with
        {
            Program = "<script>alert(1)</script>",
            Uptime = long.MaxValue,
            FreeMb = long.MaxValue,
            Data = new() { Mb = long.MaxValue },
            Spool = new() { Bytes = long.MaxValue, Oldest = long.MaxValue, Evicted = long.MaxValue },
        };
        await StatusScene.ReportAsync(server, beat);

        var page = await server.Browser.PageAsync("/status");

        Assert.DoesNotContain("<script>", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("cloudcctv_device_spool_bytes", await server.Browser.PageAsync("/metrics"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silent_device_can_be_forgotten()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        await StatusScene.ReportAsync(server, StatusScene.Beat("barn", "barn-pi", StatusScene.Camera("stable")));
        await StatusScene.FallSilentAsync(server, "barn", "barn-pi");

        using var forgotten = await server.Browser.SubmitAsync("/status", "/status/forget/barn/barn-pi");

        Assert.Equal(HttpStatusCode.Redirect, forgotten.StatusCode);
        Assert.Empty(await server.Services.GetRequiredService<HealthOverview>().ReadAsync(Token));
    }

    [Fact]
    public async Task Forms_of_another_site_are_refused()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        await StatusScene.ReportAsync(server, StatusScene.Beat("barn", "barn-pi", StatusScene.Camera("stable")));

        using var answer = await server.Browser.PostAsync("/status/forget/barn/barn-pi");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Single(await server.Services.GetRequiredService<HealthOverview>().ReadAsync(Token));
    }
}
