using System.Net;
using System.Net.ServerSentEvents;
using CloudCctv.Gallery.Tests.Support;

namespace CloudCctv.Gallery.Tests.Live;

public sealed class LiveTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stream_tells_the_newest_at_once_and_then_each_newer_one()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        var first = await Scene.AddAsync(server, Scene.Make(Scene.Event()));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/live");
        using var response = await server.Browser.OpenAsync(request);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        await using var body = await response.Content.ReadAsStreamAsync(Token);
        await using var told = SseParser.Create(body).EnumerateAsync(Token).Where(one => one.EventType == "sighting").GetAsyncEnumerator(Token);

        Assert.True(await told.MoveNextAsync());
        Assert.Equal($"{first.Name}", told.Current.Data);
        var second = await Scene.AddAsync(server, Scene.Make(Scene.Event(), 2));
        Assert.True(await told.MoveNextAsync());
        Assert.Equal($"{second.Name}", told.Current.Data);
    }

    [Fact]
    public async Task Where_answers_cannot_stay_open_there_is_the_same_for_the_asking()
    {
        await using var server = await GalleryServer.StartAsync(streams: false);
        await server.Browser.SignInAsync(server.Key.Text);
        var newest = await Scene.AddAsync(server, Scene.Make(Scene.Event()));

        using var stream = await server.Browser.GetAsync("/live");

        Assert.Equal(HttpStatusCode.NoContent, stream.StatusCode);
        Assert.Equal($"{newest.Name}", await server.Browser.PageAsync("/live/newest"));
    }
}
