using System.Net;
using System.Text.Json;
using CloudCctv.Gallery.Tests.Support;
using CloudCctv.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCctv.Gallery.Tests.Health;

public sealed class HealthTests
{
    [Fact]
    public async Task Healthz_is_open_and_says_ok()
    {
        await using var server = await GalleryServer.StartAsync();

        Assert.Equal("{\"status\":\"ok\",\"reasons\":[]}", await server.Browser.PageAsync("/healthz"));
    }

    [Fact]
    public async Task Healthz_with_a_store_that_fails_says_degraded_and_no_more()
    {
        await using var server = await GalleryServer.StartAsync();
        // A file where the folder of the mark would be: no write can succeed.
        await File.WriteAllTextAsync(Path.Combine(server.Folder, "objects", "health"), "", TestContext.Current.CancellationToken);

        using var response = await server.Browser.GetAsync("/healthz");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("{\"status\":\"degraded\",\"reasons\":[\"store: ", body, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Folder, body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_counts_what_waits_in_the_queue()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        var queue = server.Services.GetRequiredService<IWorkQueue>();
        await queue.SendAsync("one", TestContext.Current.CancellationToken);
        await queue.SendAsync("two", TestContext.Current.CancellationToken);

        using var status = JsonDocument.Parse(await server.Browser.PageAsync("/api/status"));

        Assert.Equal(2, status.RootElement.GetProperty("queueLength").GetInt32());
        Assert.All(
            ["batches", "frames", "sightings", "alertsSent", "quarantined"],
            name => Assert.Equal(0, status.RootElement.GetProperty(name).GetInt64()));
    }

    [Fact]
    public async Task Pages_say_so_while_the_store_is_unreachable()
    {
        var down = false;
        await using var server = await GalleryServer.StartAsync(wrap: store => new FailingStore(store, () => down));
        await server.Browser.SignInAsync(server.Key.Text);
        down = true;

        using var response = await server.Browser.GetAsync("/");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("The store does not answer", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using var health = await server.Browser.GetAsync("/healthz");
        Assert.Contains("store: unreachable", await health.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        down = false;
        await server.Browser.PageAsync("/");
    }
}
