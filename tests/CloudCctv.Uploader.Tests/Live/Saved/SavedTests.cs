using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using CloudCctv.Uploader.Tests.Live.Support;

namespace CloudCctv.Uploader.Tests.Live.Saved;

public sealed class SavedTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_IsTheNewestFirst_AndOnlyWhatBelongsThere()
    {
        await using var site = await LiveSite.StartSignedInAsync();
        Put(site, "clips/gate/2026-11-23/235959-4k7x9m2q.mp4");
        Put(site, "clips/gate/2026-11-24/000001-8k7x9m2q.mp4");
        Put(site, "clips/gate/2026-11-24/000002-8k7x9m2q.mp4.part");
        Put(site, "clips/gate/.hidden.mp4");
        Put(site, "clips/yard/2026-11-24/000003-8k7x9m2q.mp4");

        var list = JsonDocument.Parse(await site.Browser.GetStringAsync(new Uri("/cameras/gate/clips", UriKind.Relative), Token)).RootElement;

        Assert.Equal(["2026-11-24/000001-8k7x9m2q.mp4", "2026-11-23/235959-4k7x9m2q.mp4"], list.EnumerateArray().Select(file => file.GetProperty("name").GetString()));
        Assert.Equal(5, list[0].GetProperty("bytes").GetInt64());
    }

    [Fact]
    public async Task Clip_PartOfIt_IsSentForAPlayerThatSeeks()
    {
        await using var site = await LiveSite.StartSignedInAsync();
        Put(site, "clips/gate/2026-11-23/235959-4k7x9m2q.mp4");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/cameras/gate/clips/2026-11-23/235959-4k7x9m2q.mp4");
        request.Headers.Range = new RangeHeaderValue(1, 2);

        using var response = await site.Browser.SendAsync(request, Token);

        Assert.Equal((HttpStatusCode.PartialContent, "video/mp4"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Equal("bytes 1-2/5", response.Content.Headers.ContentRange?.ToString());
        Assert.Equal("es", await response.Content.ReadAsStringAsync(Token));
    }

    [Theory]
    [InlineData("../live-key")]
    [InlineData("../../live-key")]
    [InlineData("..%2f..%2flive-key")]
    [InlineData("%2e%2e/%2e%2e/live-key")]
    [InlineData("..%5c..%5clive-key")]
    [InlineData("../yard/2026-11-24_000000000.jpg")]
    [InlineData("%2fetc%2fpasswd")]
    [InlineData("/etc/passwd")]
    [InlineData("link.jpg")]
    [InlineData("folder/inside.jpg")]
    [InlineData(".hidden.jpg")]
    [InlineData("note.txt")]
    [InlineData("a%00.jpg")]
    [InlineData("gate.jpg%00")]
    [InlineData("none.jpg")]
    public async Task HostileName_ReachesNothing(string name)
    {
        await using var site = await LiveSite.StartSignedInAsync();
        Put(site, "captures/yard/2026-11-24_000000000.jpg");
        Put(site, "captures/gate/.hidden.jpg");
        Put(site, "captures/gate/note.txt");
        Put(site, "elsewhere/inside.jpg");
        File.CreateSymbolicLink(Path.Combine(site.DataFolder, "captures/gate/link.jpg"), Path.Combine(site.DataFolder, "live-key"));
        Directory.CreateSymbolicLink(Path.Combine(site.DataFolder, "captures/gate/folder"), Path.Combine(site.DataFolder, "elsewhere"));
        var before = Files(site);
        // As it is, without the tidying that HttpClient does.
        var target = new Uri($"{site.Url}cameras/gate/captures/{name}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

        using var response = await site.Browser.GetAsync(target, Token);
        using var deleted = await site.WishAsync("/cameras/gate/captures/delete", JsonSerializer.Serialize(new { file = Uri.UnescapeDataString(name) }));

        Assert.Contains(response.StatusCode, (HttpStatusCode[])[HttpStatusCode.NotFound, HttpStatusCode.BadRequest]);
        Assert.Equal(HttpStatusCode.NotFound, deleted.StatusCode);
        Assert.Equal(before, Files(site));
        Assert.Equal("[]", await site.Browser.GetStringAsync(new Uri("/cameras/gate/captures", UriKind.Relative), Token));
    }

    [Fact]
    public async Task Delete_TakesThatFileAndNoOther()
    {
        await using var site = await LiveSite.StartSignedInAsync();
        Put(site, "captures/gate/2026-11-24_000000000.jpg");
        Put(site, "captures/gate/2026-11-24_000000001.jpg");

        using var response = await site.WishAsync("/cameras/gate/captures/delete", """{"file":"2026-11-24_000000000.jpg"}""");
        using var again = await site.WishAsync("/cameras/gate/captures/delete", """{"file":"2026-11-24_000000000.jpg"}""");

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (response.StatusCode, again.StatusCode));
        Assert.Equal(["2026-11-24_000000001.jpg", "live-key"], Files(site).Select(Path.GetFileName));
    }

    private static void Put(LiveSite site, string name)
    {
        var path = Path.Combine(site.DataFolder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "Xesta");
    }

    private static List<string> Files(LiveSite site) => [.. Directory.EnumerateFiles(site.DataFolder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
