using System.Net;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Live.Access;
using CloudCctv.Uploader.Tests.Live.Support;

namespace CloudCctv.Uploader.Tests.Live.Access;

public sealed class SignInTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RightKey_GivesACookieThatNoScriptAndNoOtherSiteCanUse()
    {
        await using var site = await LiveSite.StartAsync();

        using var response = await site.SignInAsync($" {site.Key.Text} ");

        Assert.Equal((HttpStatusCode.Redirect, "/"), (response.StatusCode, response.Headers.Location?.OriginalString));
        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(site.Key.Text, cookie, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(site, "/cameras"));
    }

    [Fact]
    public async Task WrongKeys_TenInAMinute_AreNotEvenListenedTo()
    {
        await using var site = await LiveSite.StartAsync();
        for (var i = 0; i < WrongKeys.MaxPerMinute; i++)
        {
            using var refused = await site.SignInAsync("wrong");
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }

        using var limited = await site.SignInAsync(site.Key.Text);

        Assert.Equal(HttpStatusCode.TooManyRequests, limited.StatusCode);
        Assert.Empty(site.Cookies.GetAllCookies());
    }

    [Fact]
    public async Task SignOut_EndsTheSessionForWhoeverHasCopiedIt()
    {
        await using var site = await LiveSite.StartSignedInAsync();
        var copy = site.Cookies.GetCookies(site.Url)[0].Value;

        using (var response = await site.WishAsync("/sign-out"))
        {
            Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(site, "/cameras"));
        site.Cookies.Add(new Cookie("cctv-live", copy, "/", site.Url.Host));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(site, "/cameras"));
    }

    [Fact]
    public void Session_LastsAMonth_AndOnlyUnderItsKey()
    {
        var clock = new ManualTimeProvider();
        var key = LiveKey.Generate();
        var token = new Sessions(key, clock).Issue();

        Assert.True(new Sessions(key, clock).IsValid(token));
        Assert.False(new Sessions(LiveKey.Generate(), clock).IsValid(token));
        clock.Advance(Sessions.Lifetime);
        Assert.False(new Sessions(key, clock).IsValid(token));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("9999999999.00.x")]
    [InlineData("{later}")]
    [InlineData("{cut}")]
    public void Session_Forged_IsNone(string? forged)
    {
        var sessions = new Sessions(LiveKey.Generate(), new ManualTimeProvider());
        var token = sessions.Issue();

        Assert.False(sessions.IsValid(forged switch { "{later}" => "9" + token, "{cut}" => token[..^1], _ => forged }));
    }

    [Fact]
    public void KeyFile_IsMadeOnce_ForItsOwnerOnly()
    {
        using var folder = new TempFolder();
        var data = folder.File("new", "data");

        var key = LiveKeyFile.ReadOrCreate(data);

        Assert.True(LiveKeyFile.ReadOrCreate(data).Matches(key.Text));
        Assert.Matches("^([0-9a-z]{4}-){7}[0-9a-z]{4}$", key.Text);
        Assert.NotEqual(key.Text, LiveKey.Generate().Text);
        Assert.Single(Directory.EnumerateFiles(data));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(LiveKeyFile.PathIn(data)));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("twenty characters with white space")]
    public void KeyFile_ThatHoldsNoSecret_IsRefusedWithoutShowingIt(string content)
    {
        using var folder = new TempFolder();
        File.WriteAllText(LiveKeyFile.PathIn(folder.Path), content);

        var fault = Assert.Throws<InvalidDataException>(() => LiveKeyFile.ReadOrCreate(folder.Path));

        Assert.Contains(LiveKeyFile.PathIn(folder.Path), fault.Message, StringComparison.Ordinal);
        Assert.True(content.Length == 0 || !fault.Message.Contains(content, StringComparison.Ordinal));
    }

    private static async Task<HttpStatusCode> StatusAsync(LiveSite site, string path)
    {
        using var response = await site.Browser.GetAsync(new Uri(path, UriKind.Relative), Token);
        return response.StatusCode;
    }
}
