using System.Net;
using System.Net.Http.Headers;
using CloudCctv.Contracts.Names;
using CloudCctv.Gallery.Tests.Clips;
using CloudCctv.Gallery.Tests.Support;
using CloudCctv.HostileBatches;
using CloudCctv.Storage;
using CloudCctv.Tests.Support;

namespace CloudCctv.Gallery.Tests.Media;

/// <summary>Clips as browsers fetch them: in parts, from stores that hold them elsewhere, and never all in memory.</summary>
public sealed class ClipMediaTests(AzuriteFixture azurite)
{
    private static readonly EventName Event = Scene.Event();

    private static readonly byte[] Film = RawFilm.Sound(dataBytes: 9_000_000);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Parts_of_a_clip_are_206_with_the_bytes_of_their_place(bool onAzure)
    {
        await using var server = await StartAsync(onAzure);
        var length = Film.Length;
        foreach (var (from, to) in new (long?, long?)[] { (0, null), (0, 1), (4_500_000, 4_500_099), (4_500_000, null), (length - 10, null), (null, 100) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/media/{Event}/clip.mp4");
            request.Headers.Range = new RangeHeaderValue(from, to);
            using var response = await server.Browser.SendAsync(request);

            var (first, last) = from is null ? (length - (int)to!.Value, length - 1) : ((int)from, (int)(to ?? length - 1));
            Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
            Assert.Equal($"bytes {first}-{last}/{length}", response.Content.Headers.ContentRange?.ToString());
            Assert.Equal(Film[first..(last + 1)], await response.Content.ReadAsByteArrayAsync(Token));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Clip_is_served_as_it_came_is_not_kept_by_browsers_and_has_a_name(bool onAzure)
    {
        await using var server = await StartAsync(onAzure);

        using var whole = await server.Browser.GetAsync($"/media/{Event}/clip.mp4?download=true");

        Assert.Equal(Film, await whole.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal("video/mp4", whole.Content.Headers.ContentType?.MediaType);
        Assert.Equal("private, no-cache", whole.Headers.NonValidated["Cache-Control"].ToString());
        Assert.Equal("nosniff", whole.Headers.NonValidated["X-Content-Type-Options"].ToString());
        Assert.Equal("farm-gate-2026-11-20-180312345-4k7x9m2q.mp4", whole.Content.Headers.ContentDisposition?.FileName);
        using var again = new HttpRequestMessage(HttpMethod.Get, $"/media/{Event}/clip.mp4");
        again.Headers.IfNoneMatch.Add(whole.Headers.ETag!);
        using var same = await server.Browser.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        using var head = await server.Browser.SendAsync(new HttpRequestMessage(HttpMethod.Head, $"/media/{Event}/clip.mp4"));
        Assert.Equal((HttpStatusCode.OK, (long?)Film.Length), (head.StatusCode, head.Content.Headers.ContentLength));
    }

    [Fact]
    public async Task Part_beyond_the_end_is_416_and_what_is_no_clip_404()
    {
        await using var server = await StartAsync(onAzure: false);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/media/{Event}/clip.mp4");
        request.Headers.Range = new RangeHeaderValue(Film.Length, null);
        using var beyond = await server.Browser.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.StatusCode);

        foreach (var address in new[] { $"/media/{Event}/clip.sha256", $"/media/{Event}/clip.MP4", $"/media/{Scene.Event("bbbbbbbb")}/clip.mp4", "/media/farm/gate/clip.mp4", "/media//clip.mp4" })
        {
            using var response = await server.Browser.GetAsync(address);
            Assert.Equal((address, HttpStatusCode.NotFound), (address, response.StatusCode));
        }
    }

    [Fact]
    public async Task Film_without_its_hash_is_not_there_yet()
    {
        await using var server = await StartAsync(onAzure: false);
        await server.Objects.DeleteAsync(Analysis.Clips.ClipName.SumOf(Event), Token);

        using var response = await server.Browser.GetAsync($"/media/{Event}/clip.mp4");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private async Task<GalleryServer> StartAsync(bool onAzure)
    {
        var server = await GalleryServer.StartSignedInAsync(elsewhere: onAzure
            ? new StoreOptions { ConnectionString = (await azurite.ServerAsync()).ConnectionString, Container = AzuriteFixture.UniqueName(), Queue = AzuriteFixture.UniqueName() }
            : null);
        await Scene.AddAsync(server, Event, 1);
        await ClipScene.ArriveAsync(server, Event, Film);
        return server;
    }
}
