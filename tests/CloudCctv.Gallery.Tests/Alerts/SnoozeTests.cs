using System.Net;
using CloudCctv.Analysis.Alerts.Manners;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Gallery.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCctv.Gallery.Tests.Alerts;

public sealed class SnoozeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Button_with_a_wrong_signature_keeps_nothing_quiet()
    {
        await using var server = await GalleryServer.StartAsync();
        using var content = new StringContent("");
        using var client = new HttpClient { BaseAddress = server.Url };

        using var response = await client.PostAsync("/alerts/snooze?camera=farm%2Fgate&for=1h&ends=9999999999&sig=AAAA", content, Token);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Null(await server.Services.GetRequiredService<MannerStore>().SnoozedUntilAsync(new CameraName("farm", "gate"), Token));
    }

    [Fact]
    public async Task Event_page_that_is_opened_is_noted()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        await Scene.AddAsync(server, Scene.Event(), 1);
        var manners = server.Services.GetRequiredService<MannerStore>();
        Assert.Null(await manners.OpenedAtAsync(Scene.Event(), Token));

        using var response = await server.Browser.GetAsync($"/events/{Scene.Event()}");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.NotNull(await manners.OpenedAtAsync(Scene.Event(), Token));
    }
}
