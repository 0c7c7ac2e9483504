using System.Net;
using System.Net.Http.Headers;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Gallery.Tests.Support;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Gallery.Tests.Media;

public sealed class MediaTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Original_is_served_byte_for_byte_and_may_be_kept_for_good()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        var name = (await Scene.AddAsync(server, Scene.Event(), 1))[0].Name;

        using var response = await server.Browser.GetAsync($"/media/{name}.jpg");

        Assert.Equal("image/jpeg", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("private, max-age=31536000, immutable", response.Headers.NonValidated["Cache-Control"].ToString());
        Assert.Equal(await File.ReadAllBytesAsync(server.FileOf(name.Picture), Token), await response.Content.ReadAsByteArrayAsync(Token));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Part_of_a_picture_is_206_also_from_a_store_that_only_streams(bool streams)
    {
        await using var server = await GalleryServer.StartAsync(wrap: store => streams ? new StreamingStore(store) : store);
        await server.Browser.SignInAsync(server.Key.Text);
        var name = (await Scene.AddAsync(server, Scene.Event(), 1))[0].Name;
        var whole = await File.ReadAllBytesAsync(server.FileOf(name.Picture), Token);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/media/{name}.jpg");
        request.Headers.Range = new RangeHeaderValue(10, 29);

        using var response = await server.Browser.SendAsync(request);

        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal($"bytes 10-29/{whole.Length}", response.Content.Headers.ContentRange?.ToString());
        Assert.Equal(whole[10..30], await response.Content.ReadAsByteArrayAsync(Token));
    }

    [Fact]
    public async Task Picture_that_the_browser_has_is_304()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        var name = (await Scene.AddAsync(server, Scene.Event(), 1))[0].Name;
        using var first = await server.Browser.GetAsync($"/media/{name}.preview.jpg");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/media/{name}.preview.jpg");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var second = await server.Browser.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Fact]
    public async Task Download_has_a_name_that_tells_camera_and_time()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        var name = (await Scene.AddAsync(server, Scene.Event(), 1))[0].Name;

        using var response = await server.Browser.GetAsync($"/media/{name}.jpg?download=true");

        Assert.Equal("farm-gate-2026-11-20-180312345-4k7x9m2q-000001-180312345.jpg", response.Content.Headers.ContentDisposition?.FileName);
    }

    [Theory]
    [InlineData("/media/../access-key")]
    [InlineData("/media/..%2f..%2faccess-key")]
    [InlineData("/media/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/media/farm/gate/2026/11/20/180312345-4k7x9m2q/../../../../../../keys/key.xml")]
    [InlineData("/media//etc/passwd")]
    [InlineData("/media/farm/gate/2026/11/20/180312345-4k7x9m2q/000001-180312345.json")]
    [InlineData("/media/farm/gate/2026/11/20/180312345-4k7x9m2q/")]
    [InlineData("/media/farm\\gate/2026/11/20/180312345-4k7x9m2q/000001-180312345.jpg")]
    [InlineData("/media/farm/gate/2026/11/20/180312345-4k7x9m2q/000001-180312345.jpg%00")]
    [InlineData("/media/")]
    public async Task What_is_no_picture_is_404_however_it_is_spelt(string address)
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        await Scene.AddAsync(server, Scene.Event(), 1);
        await File.WriteAllTextAsync(Path.Combine(server.Folder, "access-key"), "secret", Token);

        // As it stands, without what Uri would tidy up.
        var uri = new Uri($"{server.Url.GetLeftPart(UriPartial.Authority)}{address}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        using var response = await server.Browser.SendAsync(request);

        Assert.Contains(response.StatusCode, new[] { HttpStatusCode.NotFound, HttpStatusCode.BadRequest });
        Assert.NotEqual("image/jpeg", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Image_jpg_is_the_newest_picture_also_after_it_was_deleted()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        var saved = await Scene.AddAsync(server, Scene.Event(), 1, 1);
        Assert.Equal(await BytesOfAsync(server, saved[1].Name), await ImageAsync(server));

        await server.Sightings.DeleteAsync(saved[1].Name, Token);

        Assert.Equal(await BytesOfAsync(server, saved[0].Name), await ImageAsync(server));
    }

    [Fact]
    public async Task Image_jpg_live_and_cameras_leave_out_an_event_that_was_deleted_until_somebody_has_it_back()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        var first = (await Scene.AddAsync(server, Scene.Event(), 1))[0];
        var second = (await Scene.AddAsync(server, Scene.Event("5k7x9m2q", start: Scene.Evening.AddMinutes(1)), 1))[0];
        var last = (await Scene.AddAsync(server, Scene.Event("6k7x9m2q", start: Scene.Evening.AddMinutes(2)), 1))[0];

        await AssertNewestAsync(server, last);
        using (await server.Browser.SubmitAsync("/", $"/delete/{last.Event}"))
        {
            await AssertNewestAsync(server, second);
        }

        using (await server.Browser.SubmitAsync("/", $"/delete/{second.Event}"))
        {
            await AssertNewestAsync(server, first);
        }

        using (await server.Browser.SubmitAsync("/", $"/undo/{last.Event}"))
        {
            await AssertNewestAsync(server, last);
        }

        // Gone for good, while the one before can still be had back.
        await server.Sightings.DeleteAsync(last.Name, Token);
        await AssertNewestAsync(server, first);
    }

    [Fact]
    public async Task Image_jpg_when_everything_was_deleted_is_404()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        var only = (await Scene.AddAsync(server, Scene.Event(), 1))[0];
        using (await server.Browser.SubmitAsync("/", $"/delete/{only.Event}"))
        {
            using var response = await server.Browser.GetAsync("/image.jpg");
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            Assert.Contains("No picture kept yet", await server.Browser.PageAsync("/cameras"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Image_jpg_without_pictures_is_404()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        using var response = await server.Browser.GetAsync("/image.jpg");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private static async Task AssertNewestAsync(GalleryServer server, Sighting expected)
    {
        Assert.Equal(await BytesOfAsync(server, expected.Name), await ImageAsync(server));
        Assert.Equal(expected.Name.ToString(), await server.Browser.PageAsync("/live/newest"));
        Assert.Contains($"src=\"/media/{expected.Name}.preview.jpg\"", await server.Browser.PageAsync("/cameras"), StringComparison.Ordinal);
    }

    private static Task<byte[]> BytesOfAsync(GalleryServer server, SightingName name) => File.ReadAllBytesAsync(server.FileOf(name.Picture), Token);

    private static async Task<byte[]> ImageAsync(GalleryServer server)
    {
        using var response = await server.Browser.GetAsync("/image.jpg");
        Assert.Equal("private, no-cache", response.Headers.NonValidated["Cache-Control"].ToString());
        return await response.Content.ReadAsByteArrayAsync(Token);
    }

    /// <summary>Reads as a cloud store does: forward only.</summary>
    private sealed class StreamingStore(IObjectStore inner) : IObjectStore
    {
        public async Task<StoredObject?> OpenReadAsync(ObjectName name, CancellationToken cancellationToken) =>
            await inner.OpenReadAsync(name, cancellationToken) is { } found
                ? new StoredObject(new System.IO.Compression.BrotliStream(await SqueezeAsync(found), System.IO.Compression.CompressionMode.Decompress), found.Properties)
                : null;

        public Task<PutOutcome> PutNewAsync(ObjectName name, Stream content, CancellationToken cancellationToken) => inner.PutNewAsync(name, content, cancellationToken);

        public Task PutAsync(ObjectName name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => inner.PutAsync(name, content, cancellationToken);

        public Task<bool> TryReplaceAsync(ObjectName name, ReadOnlyMemory<byte> content, ETag ifMatch, CancellationToken cancellationToken) => inner.TryReplaceAsync(name, content, ifMatch, cancellationToken);

        public Task<ObjectProperties?> GetPropertiesAsync(ObjectName name, CancellationToken cancellationToken) => inner.GetPropertiesAsync(name, cancellationToken);

        public IAsyncEnumerable<ObjectProperties> ListAsync(string prefix, CancellationToken cancellationToken) => inner.ListAsync(prefix, cancellationToken);

        public IAsyncEnumerable<string> ListFoldersAsync(string prefix, CancellationToken cancellationToken) => inner.ListFoldersAsync(prefix, cancellationToken);

        public Task<bool> DeleteAsync(ObjectName name, CancellationToken cancellationToken) => inner.DeleteAsync(name, cancellationToken);

        public Task<bool> TryDeleteAsync(ObjectName name, ETag ifMatch, CancellationToken cancellationToken) => inner.TryDeleteAsync(name, ifMatch, cancellationToken);

        private static async Task<MemoryStream> SqueezeAsync(StoredObject found)
        {
            var squeezed = new MemoryStream();
            await using (found)
            await using (var brotli = new System.IO.Compression.BrotliStream(squeezed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
            {
                await found.Content.CopyToAsync(brotli);
            }

            squeezed.Position = 0;
            return squeezed;
        }
    }
}
