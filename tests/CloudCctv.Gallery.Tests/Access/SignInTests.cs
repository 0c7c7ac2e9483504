using System.Net;
using CloudCctv.Gallery.Access;
using CloudCctv.Gallery.Tests.Support;

namespace CloudCctv.Gallery.Tests.Access;

public sealed class SignInTests
{
    [Fact]
    public async Task Sign_in_with_the_key_opens_the_gallery()
    {
        await using var server = await GalleryServer.StartAsync();

        using var response = await server.Browser.TrySignInAsync(server.Key.Text);

        Assert.Equal("/", response.Headers.Location?.OriginalString);
        Assert.Contains("Nothing seen yet", await server.Browser.PageAsync("/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sign_in_with_white_space_around_the_key_as_copied_from_a_screen_works()
    {
        await using var server = await GalleryServer.StartAsync();
        await server.Browser.SignInAsync($" {server.Key.Text}\n");
    }

    [Theory]
    [InlineData("")]
    [InlineData("wrong")]
    public async Task Sign_in_with_a_wrong_key_is_401_and_shows_the_form_again(string wrong)
    {
        await using var server = await GalleryServer.StartAsync();

        using var response = await server.Browser.TrySignInAsync(wrong);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Contains("That is not the access key", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using var after = await server.Browser.GetAsync("/");
        Assert.Equal("/sign-in", after.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Too_many_wrong_keys_close_the_door_even_for_the_right_one()
    {
        await using var server = await GalleryServer.StartAsync();
        for (var i = 0; i < SignInAttempts.MaxPerMinute; i++)
        {
            using var wrong = await server.Browser.TrySignInAsync("wrong");
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        }

        using var limited = await server.Browser.TrySignInAsync(server.Key.Text);

        Assert.Equal(HttpStatusCode.TooManyRequests, limited.StatusCode);
    }

    [Fact]
    public async Task Right_keys_are_never_limited()
    {
        await using var server = await GalleryServer.StartAsync();
        for (var i = 0; i < SignInAttempts.MaxPerMinute + 2; i++)
        {
            using var browser = server.NewBrowser();
            await browser.SignInAsync(server.Key.Text);
        }
    }

    [Fact]
    public async Task Behind_a_front_end_each_address_has_its_own_limit()
    {
        await using var server = await GalleryServer.StartAsync(behindFrontEnd: true);
        for (var i = 0; i < SignInAttempts.MaxPerMinute; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await WithKeyFromAsync(server, "203.0.113.7", "wrong"));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await WithKeyFromAsync(server, "203.0.113.7", server.Key.Text));
        Assert.Equal(HttpStatusCode.OK, await WithKeyFromAsync(server, "203.0.113.8", server.Key.Text));
    }

    [Fact]
    public async Task Without_a_front_end_a_client_cannot_claim_another_address()
    {
        await using var server = await GalleryServer.StartAsync();
        for (var i = 0; i < SignInAttempts.MaxPerMinute; i++)
        {
            await WithKeyFromAsync(server, $"203.0.113.{i}", "wrong");
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await WithKeyFromAsync(server, "203.0.113.99", server.Key.Text));
    }

    [Fact]
    public async Task Sign_in_without_the_token_of_a_form_that_was_shown_is_refused()
    {
        await using var server = await GalleryServer.StartAsync();

        using var response = await server.Browser.PostAsync("/sign-in", ("key", server.Key.Text));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        using var after = await server.Browser.GetAsync("/");
        Assert.Equal(HttpStatusCode.Redirect, after.StatusCode);
    }

    [Fact]
    public async Task Sign_out_ends_the_session()
    {
        await using var server = await GalleryServer.StartSignedInAsync();

        using var response = await server.Browser.SubmitAsync("/", "/sign-out");

        Assert.Equal("/sign-in", response.Headers.Location?.OriginalString);
        using var after = await server.Browser.GetAsync("/");
        Assert.Equal(HttpStatusCode.Redirect, after.StatusCode);
    }

    [Theory]
    [InlineData("/days/2026-11-20", "/days/2026-11-20")]
    [InlineData("/days/2026-11-20?page=2", "/days/2026-11-20?page=2")]
    [InlineData("https://evil.example/", "/")]
    [InlineData("//evil.example/", "/")]
    [InlineData("/\\evil.example/", "/")]
    [InlineData("/\t/evil.example/", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData("days", "/")]
    [InlineData("", "/")]
    [InlineData("/sign-in?returnUrl=/sign-in", "/")]
    public async Task Return_address_leads_only_to_pages_of_this_gallery(string returnUrl, string expected)
    {
        await using var server = await GalleryServer.StartAsync();

        using var response = await server.Browser.TrySignInAsync(server.Key.Text, $"/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}");

        Assert.Equal(expected, response.Headers.Location?.OriginalString);
    }

    private static async Task<HttpStatusCode> WithKeyFromAsync(GalleryServer server, string address, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/status");
        request.Headers.Add("X-Forwarded-For", address);
        request.Headers.Authorization = new("Bearer", key);
        using var response = await server.Browser.SendAsync(request);
        return response.StatusCode;
    }
}
