using System.Net;
using CloudCctv.Gallery.Access;
using CloudCctv.Gallery.Access.Users;
using CloudCctv.Gallery.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCctv.Gallery.Tests.Access.Account;

public sealed class AccountTests
{
    private const string Fresh = "correct horse battery";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Viewer_changes_the_password_stays_signed_in_here_and_nowhere_else()
    {
        await using var server = await GalleryServer.StartAsync();
        var old = await AddAsync(server);
        using var elsewhere = server.NewBrowser();
        await elsewhere.SignInAsync("anna", old);
        await elsewhere.PageAsync("/account");

        using var changed = await ChangeAsync(server, old, Fresh, Fresh);

        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.Contains("Your password is changed", await changed.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        await server.Browser.PageAsync("/account");
        using var other = await elsewhere.GetAsync("/account");
        Assert.Equal(HttpStatusCode.Redirect, other.StatusCode);
        using var refused = await elsewhere.SubmitAsync("/sign-in", "/sign-in", ("user", "anna"), ("key", old));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        await elsewhere.SignInAsync("anna", Fresh);

        // The page that came with the change has a form that works.
        using var again = await ChangeAsync(server, Fresh, $"{Fresh} staple", $"{Fresh} staple");
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Theory]
    [InlineData("wrong", Fresh, Fresh, "not your password")]
    [InlineData(null, Fresh, "another one at all", "differ")]
    [InlineData(null, "short", "short", "must have 10 to 200")]
    public async Task What_cannot_be_is_told_and_changes_nothing(string? current, string wanted, string again, string told)
    {
        await using var server = await GalleryServer.StartAsync();
        var old = await AddAsync(server);

        using var refused = await ChangeAsync(server, current ?? old, wanted, again);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains(told, await refused.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        using var browser = server.NewBrowser();
        await browser.SignInAsync("anna", old);
    }

    [Fact]
    public async Task Guessing_from_an_open_session_ends_as_it_does_at_the_door()
    {
        await using var server = await GalleryServer.StartAsync();
        var old = await AddAsync(server);
        for (var i = 0; i < SignInAttempts.MaxPerMinute; i++)
        {
            using var refused = await ChangeAsync(server, $"guess {i}", Fresh, Fresh);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }

        using var late = await ChangeAsync(server, old, Fresh, Fresh);

        Assert.Equal(HttpStatusCode.TooManyRequests, late.StatusCode);
    }

    [Fact]
    public async Task Access_key_has_no_password_to_change()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        Assert.Contains("no password that could be changed", await server.Browser.PageAsync("/account"), StringComparison.Ordinal);
        Assert.DoesNotContain("/account/password", await server.Browser.PageAsync("/account"), StringComparison.Ordinal);
        using var refused = await ChangeAsync(server, server.Key.Text, Fresh, Fresh);
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
    }

    [Fact]
    public async Task Who_was_shut_out_sets_none_on_an_instance_that_has_not_heard_of_it()
    {
        await using var first = await GalleryServer.StartAsync();
        // Its clock stands: it remembers the old password for ever.
        await using var second = await GalleryServer.StartAsync(sharing: first, time: new ClockThatIsSet());
        var old = await AddAsync(second);
        var given = await first.Services.GetRequiredService<UserStore>().SetPasswordAsync("anna", null, Token);

        using var refused = await ChangeAsync(second, old, Fresh, Fresh);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("was changed meanwhile", await refused.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        using var browser = first.NewBrowser();
        await browser.SignInAsync("anna", given);
    }

    private static async Task<string> AddAsync(GalleryServer server)
    {
        var password = await server.Services.GetRequiredService<UserStore>().AddAsync("anna", UserRole.Viewer, ["farm/gate"], Token);
        await server.Browser.SignInAsync("anna", password);
        return password;
    }

    private static Task<HttpResponseMessage> ChangeAsync(GalleryServer server, string current, string wanted, string again) =>
        server.Browser.SubmitAsync("/account", "/account/password", ("current", current), ("new", wanted), ("again", again));
}
