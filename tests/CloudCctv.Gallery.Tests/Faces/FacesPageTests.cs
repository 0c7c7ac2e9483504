using System.Net;
using System.Net.Sockets;
using System.Text;
using CloudCctv.Analysis.Faces.Enrolment;
using CloudCctv.Analysis.Retention.Audit;
using CloudCctv.Analysis.Tests.Faces;
using CloudCctv.Gallery.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static CloudCctv.Gallery.Tests.Faces.FaceScene;

namespace CloudCctv.Gallery.Tests.Faces;

public sealed class FacesPageTests
{
    private const string Evil = "<img src=x onerror=alert(1)>";

    private const int MaxPictures = 100;

    private const int MaxBytes = 64 << 20;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Faces_off_page_says_how_and_what_the_law_says_and_nothing_else_is_there()
    {
        await using var server = await GalleryServer.StartSignedInAsync();

        var page = await server.Browser.PageAsync("/faces");

        Assert.Contains("Faces are off", page, StringComparison.Ordinal);
        Assert.Contains("CLOUDCCTV__Faces__Enabled=true", page, StringComparison.Ordinal);
        Assert.Contains("GDPR", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"/faces\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/faces", await server.Browser.PageAsync("/alerts"), StringComparison.Ordinal);
        var picture = (await Scene.AddAsync(server, Scene.Event(), 1))[0];
        foreach (var target in new[] { "/faces/enrol", $"/faces/name/{picture.Name}", $"/faces/forget/{PersonStore.IdOf("Anna")}" })
        {
            using var response = await server.Browser.SubmitAsync("/users", target, ("name", "Anna"), ("face", "0"), ("agreed", "yes"));
            Assert.Equal((target, HttpStatusCode.NotFound), (target, response.StatusCode));
        }
    }

    [Fact]
    public async Task Upload_takes_the_good_pictures_and_says_of_each_other_why_not()
    {
        await using var server = await StartAsync();

        using var response = await UploadAsync(
            server, " Anna ", agreed: true,
            ("good.jpg", FacePicture.Of(Anna)), ("again.jpg", FacePicture.Of(Anna)), ("two.jpg", FacePicture.Of(Anna, Stranger)), ("none.jpg", FacePicture.Of()),
            ("text.jpg", "no picture"u8.ToArray()), ("torn.jpg", FacePicture.Of(Anna)[..400]), ($"{Evil}.jpg", FacePicture.Of()), ("other.jpg", FacePicture.Again(3, Anna)));
        var page = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(Token));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("<strong>Anna</strong>: 2 of 8\u00a0pictures taken.", page, StringComparison.Ordinal);
        foreach (var line in new[] { "again.jpg</strong>: it is enrolled already", "two.jpg</strong>: 2 faces are found in it", "none.jpg</strong>: no face of 40 pixels", "text.jpg</strong>: it is no JPEG", "torn.jpg</strong>: it is no JPEG" })
        {
            Assert.Contains(line, page, StringComparison.Ordinal);
        }

        Assert.Contains("2 of 300\u00a0pictures", page, StringComparison.Ordinal);
        var names = await server.Objects.ListAsync("", Token).Select(one => one.Name.Value).Where(one => one.StartsWith("faces/", StringComparison.Ordinal)).ToListAsync(Token);
        Assert.Equal([$"{PersonStore.Prefix}{PersonStore.IdOf("Anna")}.json"], names);
        Assert.Null((await server.Services.GetRequiredService<PersonStore>().FindAsync("Anna", Token))!.Faces[0].Crop);
    }

    [Theory]
    [InlineData("Anna", false, "agreed")]
    [InlineData("", true, "cannot be a person")]
    [InlineData("unknown", true, "cannot be a person")]
    public async Task Upload_that_cannot_be_is_refused_with_the_reason_and_keeps_nothing(string name, bool agreed, string reason)
    {
        await using var server = await StartAsync();

        using var response = await UploadAsync(server, name, agreed, ("good.jpg", FacePicture.Of(Anna)));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(reason, WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(Token)), StringComparison.Ordinal);
        Assert.Empty(await server.Services.GetRequiredService<PersonStore>().AllAsync(Token).ToListAsync(Token));
    }

    [Theory]
    [InlineData(0, HttpStatusCode.BadRequest, "No picture was chosen")]
    [InlineData(MaxPictures + 1, HttpStatusCode.BadRequest, "too many at once")]
    [InlineData(1100, HttpStatusCode.RequestEntityTooLarge, "Too much at once")]
    public async Task Upload_of_no_or_too_many_pictures_is_refused(int pictures, HttpStatusCode status, string reason)
    {
        await using var server = await StartAsync();

        using var response = await UploadAsync(server, "Anna", agreed: true, [.. Enumerable.Range(0, pictures).Select(i => ($"{i}.jpg", new byte[] { 1 }))]);

        Assert.Equal(status, response.StatusCode);
        Assert.Contains(reason, await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upload_that_says_it_is_larger_than_allowed_is_refused_before_it_is_sent()
    {
        await using var server = await StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", server.Url.Port, Token);
        var head = $"POST /faces/enrol HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {server.Browser.Cookies.GetCookieHeader(server.Url)}\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: {MaxBytes + (1 << 20)}\r\n\r\n";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head), Token);

        using var reader = new StreamReader(client.GetStream());

        Assert.Equal("HTTP/1.1 413 Payload Too Large", await reader.ReadLineAsync(Token));
    }

    [Fact]
    public async Task Upload_without_the_token_of_the_page_is_refused()
    {
        await using var server = await StartAsync();
        using var form = new MultipartFormDataContent { { new StringContent("Anna"), "name" }, { new StringContent("yes"), "agreed" }, { new ByteArrayContent(FacePicture.Of(Anna)), "pictures", "a.jpg" } };

        using var response = await server.Browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/faces/enrol") { Content = form });

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Empty(await server.Services.GetRequiredService<PersonStore>().AllAsync(Token).ToListAsync(Token));
    }

    [Fact]
    public async Task Name_that_is_markup_is_text_on_every_page()
    {
        await using var server = await StartAsync();
        await EnrolAsync(server, Evil, FacePicture.Of(Anna));
        var sighting = await AddAsync(server, Event(), 1, (Anna, Evil));

        foreach (var address in new[] { "/", "/faces", $"/faces/forget/{PersonStore.IdOf(Evil)}", $"/events/{sighting.Event}", $"/events/{sighting.Name}" })
        {
            var page = await server.Browser.PageAsync(address);
            Assert.Contains("&lt;img src=x", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<img src=x", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Forget_asks_first_then_the_name_is_nowhere_and_the_audit_has_a_line_without_it()
    {
        await using var server = await StartAsync();
        await EnrolAsync(server, "Anna", FacePicture.Of(Anna), FacePicture.Again(9, Anna));
        var sighting = await AddAsync(server, Event(), 1, (Anna, "Anna"));
        var forget = $"/faces/forget/{PersonStore.IdOf("Anna")}";
        Assert.Contains("Forget Anna?", await server.Browser.PageAsync(forget), StringComparison.Ordinal);
        Assert.Contains("Anna", await server.Browser.PageAsync("/"), StringComparison.Ordinal);

        using (var response = await server.Browser.SubmitAsync(forget, forget))
        {
            Assert.Equal("/faces", response.Headers.Location?.OriginalString);
        }

        foreach (var address in new[] { "/", "/faces", $"/events/{sighting.Event}", $"/events/{sighting.Name}" })
        {
            Assert.DoesNotContain("Anna", await server.Browser.PageAsync(address), StringComparison.Ordinal);
        }

        Assert.Contains("1\u00a0unknown face", WebUtility.HtmlDecode(await server.Browser.PageAsync("/")), StringComparison.Ordinal);
        var line = Assert.Single(await server.Services.GetRequiredService<AuditLog>().ReadAsync(DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime), Token).ToListAsync(Token));
        Assert.Equal((2, $"{PersonStore.Prefix}{PersonStore.IdOf("Anna")}"), (line.Pictures, line.What));
        await foreach (var one in server.Objects.ListAsync("", Token))
        {
            Assert.DoesNotContain("Anna", await File.ReadAllTextAsync(server.FileOf(one.Name), Token), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public async Task Small_picture_is_shown_only_if_those_are_kept(string keep, bool shown)
    {
        await using var server = await StartAsync(more: ("Faces:KeepCrops", keep));
        await EnrolAsync(server, "Anna", FacePicture.Of(Anna));

        Assert.Equal(shown, (await server.Browser.PageAsync("/faces")).Contains("/faces/crop/", StringComparison.Ordinal));
        using var response = await server.Browser.GetAsync($"/faces/crop/{PersonStore.IdOf("Anna")}");
        Assert.Equal(shown ? HttpStatusCode.OK : HttpStatusCode.NotFound, response.StatusCode);
    }

    [Theory]
    [InlineData("true", "makes no alert")]
    [InlineData("false", "whoever is seen")]
    public async Task Alerts_page_says_whether_known_faces_make_alerts(string setting, string words)
    {
        await using var server = await StartAsync(more: ("Faces:AlertOnlyUnknown", setting));
        Assert.Contains(words, await server.Browser.PageAsync("/alerts"), StringComparison.Ordinal);
    }
}
