using System.Net;
using System.Text.RegularExpressions;
using CloudCctv.Gallery.Tests.Support;

namespace CloudCctv.Gallery.Tests.Share;

public sealed partial class ShareTests
{
    [Fact]
    public async Task Link_shows_its_event_and_nothing_else_without_a_session()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        var shared = await Scene.AddAsync(server, Scene.Event("aaaaaaaa"), 1, 2);
        var other = await Scene.AddAsync(server, Scene.Event("bbbbbbbb"), 1);
        var link = await LinkAsync(server, shared[0].Event);
        using var stranger = server.NewBrowser();

        var page = await stranger.PageAsync(link);

        Assert.All(shared, one => Assert.Contains($"/shared/{one.Name}.preview.jpg?ends=", page, StringComparison.Ordinal));
        Assert.DoesNotContain("href=\"/\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("bbbbbbbb", page, StringComparison.Ordinal);
        var ticket = link[link.IndexOf('?', StringComparison.Ordinal)..];
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(stranger, $"/shared/{shared[0].Name}.preview.jpg{ticket}"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(stranger, $"/shared/{shared[1].Name}.jpg{ticket}"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(stranger, $"/shared/{other[0].Event}{ticket}"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(stranger, $"/shared/{other[0].Name}.jpg{ticket}"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(stranger, $"/media/{shared[0].Name}.jpg{ticket}"));
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(stranger, $"/events/{shared[0].Event}{ticket}"));
    }

    [Fact]
    public async Task Link_that_is_over_shows_nothing()
    {
        var clock = new ClockThatIsSet();
        await using var server = await GalleryServer.StartAsync(time: clock);
        await server.Browser.SignInAsync(server.Key.Text);
        var shared = await Scene.AddAsync(server, Scene.Event(), 1);
        var link = await LinkAsync(server, shared[0].Event, "1h");
        using var stranger = server.NewBrowser();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(stranger, link));

        clock.Now += TimeSpan.FromMinutes(61);

        Assert.Equal(HttpStatusCode.Gone, await StatusAsync(stranger, link));
        Assert.Equal(HttpStatusCode.Gone, await StatusAsync(stranger, link.Replace("?", $"/{shared[0].Name.Frame.Stem}.jpg?", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Link_ends_when_its_event_is_deleted()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        var shared = await Scene.AddAsync(server, Scene.Event(), 1);
        var link = await LinkAsync(server, shared[0].Event);

        using (await server.Browser.SubmitAsync($"/delete/{shared[0].Event}", $"/delete/{shared[0].Event}"))
        {
            using var stranger = server.NewBrowser();
            Assert.Equal(HttpStatusCode.Gone, await StatusAsync(stranger, link));
        }
    }

    [Fact]
    public async Task Changed_links_are_refused_and_then_not_listened_to()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        var shared = await Scene.AddAsync(server, Scene.Event(), 1);
        var link = await LinkAsync(server, shared[0].Event);
        using var stranger = server.NewBrowser();
        var longer = EndsField().Replace(link, match => $"ends={long.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) + 1}");

        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(stranger, longer));
        for (var i = 0; i < 12; i++)
        {
            await StatusAsync(stranger, $"{link[..^4]}AAAA");
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync(stranger, longer));
    }

    [Fact]
    public async Task Link_of_another_access_key_is_refused()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        var shared = await Scene.AddAsync(server, Scene.Event(), 1);
        var link = await LinkAsync(server, shared[0].Event);
        await using var rekeyed = await GalleryServer.StartAsync(sharing: server, key: Gallery.Access.AccessKey.Generate());

        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(rekeyed.Browser, link));
    }

    /// <summary>Makes a link as a person would.</summary>
    internal static async Task<string> LinkAsync(GalleryServer server, Contracts.Names.EventName eventName, string length = "1d")
    {
        using var made = await server.Browser.SubmitAsync($"/events/{eventName}", $"/share/{eventName}", ("for", length));
        var page = await made.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new Uri(WebUtility.HtmlDecode(LinkField().Match(page).Groups[1].Value)).PathAndQuery;
    }

    private static async Task<HttpStatusCode> StatusAsync(Visitor visitor, string address)
    {
        using var response = await visitor.GetAsync(address);
        return response.StatusCode;
    }

    [GeneratedRegex("id=\"link\" type=\"text\" readonly value=\"([^\"]+)\"")]
    private static partial Regex LinkField();

    [GeneratedRegex("ends=([0-9]+)")]
    private static partial Regex EndsField();
}
