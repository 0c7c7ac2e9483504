using System.Net;
using CloudCctv.Analysis.Faces;
using CloudCctv.Analysis.Faces.Enrolment;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Tests.Faces;
using CloudCctv.Gallery.Access.Users;
using CloudCctv.Gallery.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static CloudCctv.Gallery.Tests.Faces.FaceScene;

namespace CloudCctv.Gallery.Tests.Faces;

/// <summary>Names on cards and pages: whose, for whom, and for how long.</summary>
public sealed class FaceNamesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Card_and_event_say_who_was_there_over_all_pictures()
    {
        await using var server = await StartAsync();
        await EnrolAsync(server, "Anna", FacePicture.Of(Anna));
        await EnrolAsync(server, "Zoe", FacePicture.Of(3));
        var saved = await AddAsync(server, Event(), 1, (Anna, "Anna"), (Stranger, SeenFace.Unknown));
        await AddAsync(server, Event(), 2, (Stranger, SeenFace.Unknown), (3, "Zoe"));

        foreach (var address in new[] { "/", $"/events/{saved.Event}" })
        {
            Assert.Contains("Anna, Zoe and 1\u00a0unknown", await TextAsync(server.Browser, address), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Sidecar_that_names_somebody_who_is_not_enrolled_says_unknown()
    {
        await using var server = await StartAsync();
        var saved = await AddAsync(server, Event(), 1, (Anna, "Anna"));

        foreach (var address in new[] { "/", $"/events/{saved.Event}", $"/events/{saved.Name}" })
        {
            Assert.DoesNotContain("Anna", await TextAsync(server.Browser, address), StringComparison.Ordinal);
        }

        Assert.Contains("1\u00a0unknown face", await TextAsync(server.Browser, "/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Time_to_keep_faces_is_over_and_the_sweep_is_late_nothing_of_them_is_shown()
    {
        var clock = new ClockThatIsSet();
        await using var server = await StartAsync(clock, ("Faces:KeepDays", "2"));
        await EnrolAsync(server, "Anna", FacePicture.Of(Anna));
        var saved = await AddAsync(server, Event(), 1, (Anna, "Anna"), (Stranger, SeenFace.Unknown));
        Assert.Contains("Anna and 1\u00a0unknown", await TextAsync(server.Browser, $"/events/{saved.Event}"), StringComparison.Ordinal);

        clock.Now = Start.AddDays(4);

        foreach (var address in new[] { $"/events/{saved.Event}", $"/events/{saved.Name}", $"/days/{Start:yyyy-MM-dd}" })
        {
            var page = await TextAsync(server.Browser, address);
            Assert.DoesNotContain("card-faces", page, StringComparison.Ordinal);
            Assert.DoesNotContain("event-faces", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<strong>Anna", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Filter_by_person_and_by_unknown_shows_their_events_and_has_no_name_in_its_address()
    {
        await using var server = await StartAsync();
        await EnrolAsync(server, "Anna", FacePicture.Of(Anna));
        await AddAsync(server, Event("aaaaaaaa"), 1, (Anna, "Anna"));
        await AddAsync(server, Event("bbbbbbbb"), 1, (Stranger, SeenFace.Unknown));
        await AddAsync(server, Event("cccccccc"), 1);
        var day = $"/days/{Start:yyyy-MM-dd}";

        Assert.Equal(["aaaaaaaa"], await ShownAsync(server.Browser, $"{day}?who={PersonStore.IdOf("Anna")}"));
        Assert.Equal(["bbbbbbbb"], await ShownAsync(server.Browser, $"{day}?who=unknown"));
        Assert.Equal([], await ShownAsync(server.Browser, $"{day}?who={PersonStore.IdOf("Ben")}"));
        Assert.Equal(3, (await ShownAsync(server.Browser, day)).Count);
        var page = await TextAsync(server.Browser, day);
        Assert.Contains($"<option value=\"{PersonStore.IdOf("Anna")}\">Anna</option>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("who=Anna", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Viewer_sees_no_name_no_face_and_no_filter_for_them()
    {
        await using var server = await StartAsync();
        await EnrolAsync(server, "Anna", FacePicture.Of(Anna));
        var saved = await AddAsync(server, Event("aaaaaaaa"), 1, (Anna, "Anna"));
        await AddAsync(server, Event("bbbbbbbb"), 1, (Stranger, SeenFace.Unknown));
        using var viewer = server.NewBrowser();
        await viewer.SignInAsync("ben", await server.Services.GetRequiredService<UserStore>().AddAsync("ben", UserRole.Viewer, ["*"], Token));

        foreach (var address in new[] { "/", $"/events/{saved.Event}", $"/events/{saved.Name}", "/cameras" })
        {
            var page = await TextAsync(viewer, address);
            Assert.DoesNotContain("Anna", page, StringComparison.Ordinal);
            Assert.DoesNotContain("unknown", page, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("/faces", page, StringComparison.Ordinal);
            Assert.DoesNotContain("name=\"who\"", page, StringComparison.Ordinal);
        }

        // Neither by asking: the address chooses nothing.
        Assert.Equal(2, (await ShownAsync(viewer, $"/days/{Start:yyyy-MM-dd}?who={PersonStore.IdOf("Anna")}")).Count);
    }

    [Fact]
    public async Task Face_in_a_picture_gets_a_name_and_so_does_the_same_face_in_the_other_pictures_of_the_event()
    {
        await using var server = await StartAsync();
        var first = await AddAsync(server, Event(), 1, (Anna, SeenFace.Unknown), (Stranger, SeenFace.Unknown));
        var second = await AddAsync(server, Event(), 2, (Stranger, SeenFace.Unknown), (Anna, SeenFace.Unknown));
        var other = await AddAsync(server, Event("zzzzzzzz"), 1, (Anna, SeenFace.Unknown));

        using (var response = await NameAsync(server, first, 0, "Anna"))
        {
            Assert.Equal($"/events/{first.Name}", response.Headers.Location?.OriginalString);
        }

        Assert.Equal(["Anna", "unknown"], await NamesInAsync(server, first));
        Assert.Equal(["unknown", "Anna"], await NamesInAsync(server, second));
        Assert.Equal(["unknown"], await NamesInAsync(server, other));
        Assert.Contains("Anna and 1\u00a0unknown", await TextAsync(server.Browser, "/"), StringComparison.Ordinal);
        Assert.Single((await server.Services.GetRequiredService<PersonStore>().FindAsync("Anna", Token))!.Faces);

        // Again changes nothing.
        using (await NameAsync(server, first, 0, "Anna"))
        {
            Assert.Single((await server.Services.GetRequiredService<PersonStore>().FindAsync("Anna", Token))!.Faces);
        }
    }

    [Theory]
    [InlineData(0, "Anna", "", HttpStatusCode.BadRequest, "agreed")]
    [InlineData(0, "unknown", "yes", HttpStatusCode.BadRequest, "cannot be a person")]
    [InlineData(1, "Anna", "yes", HttpStatusCode.BadRequest, "the face is not found again")]
    [InlineData(2, "Anna", "yes", HttpStatusCode.NotFound, "Not here")]
    [InlineData(-1, "Anna", "yes", HttpStatusCode.NotFound, "Not here")]
    public async Task Face_that_cannot_be_named_is_refused_with_the_reason(int face, string name, string agreed, HttpStatusCode status, string reason)
    {
        await using var server = await StartAsync();
        var sighting = await AddAsync(server, Event(), 1, (Anna, SeenFace.Unknown), (Stranger, SeenFace.Unknown));

        // The second face has gone from the picture, not from the sidecar.
        await server.Objects.PutAsync(sighting.Name.Picture, FacePicture.Of(Anna), Token);

        using var response = await NameAsync(server, sighting, face, name, agreed);

        Assert.Equal(status, response.StatusCode);
        Assert.Contains(reason, WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(Token)), StringComparison.Ordinal);
        Assert.Equal(["unknown", "unknown"], await NamesInAsync(server, sighting));
        Assert.Empty(await server.Services.GetRequiredService<PersonStore>().AllAsync(Token).ToListAsync(Token));
    }

    private static Task<HttpResponseMessage> NameAsync(GalleryServer server, Sighting sighting, int face, string name, string agreed = "yes") =>
        server.Browser.SubmitAsync($"/events/{sighting.Name}", $"/faces/name/{sighting.Name}", ("face", $"{face}"), ("name", name), ("agreed", agreed));

    private static async Task<IEnumerable<string>> NamesInAsync(GalleryServer server, Sighting sighting) =>
        (await server.Sightings.ReadAsync(sighting.Name, Token))!.Faces!.Seen.Select(face => face.Name);

    private static async Task<string> TextAsync(Visitor browser, string address) => WebUtility.HtmlDecode(await browser.PageAsync(address));

    private static async Task<IReadOnlyList<string>> ShownAsync(Visitor browser, string address) =>
        [.. System.Text.RegularExpressions.Regex.Matches(await browser.PageAsync(address), "id=\"e-([a-z0-9]+)\"").Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal)];
}
