using CloudCctv.Gallery.Access.Users;
using CloudCctv.Gallery.Tests.Support;
using Microsoft.Playwright;
using static CloudCctv.Gallery.Tests.Access.Passkeys.PasskeyScene;

namespace CloudCctv.Gallery.Tests.Browser;

/// <summary>Passkeys in Chromium, with the authenticator that its debugger lends.</summary>
public sealed class PasskeyBrowserTests
{
    [Fact]
    public async Task Viewer_adds_one_signs_in_without_typing_on_two_instances_and_no_more_once_it_is_removed()
    {
        await using var server = await GalleryServer.StartAsync();
        await using var second = await GalleryServer.StartAsync(sharing: server);
        var password = await UsersOf(server).AddAsync("anna", UserRole.Viewer, ["farm/gate"], TestContext.Current.CancellationToken);
        await Scene.AddAsync(server, Scene.Event(), 1);
        await Scene.AddAsync(server, Scene.Event("zzzzzzzz", "yard"), 1);
        await using var browser = await OpenBrowser.StartAsync();
        var page = browser.Page;
        await LendAuthenticatorAsync(page);
        await TypeAsync(page, server, "anna", password);

        await AddAsync(page, server, password, "My phone");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await PasskeyButton(page).ClickAsync();

        await Assertions.Expect(page).ToHaveURLAsync(UrlOf(server).ToString());
        await Assertions.Expect(page.Locator(".card")).ToHaveCountAsync(1);
        Assert.Empty(browser.Complaints);
        Assert.Equal(403, (await GoAsync(page, server, "/users")).Status);
        Assert.Equal(403, (await GoAsync(page, server, $"/events/{Scene.Event("zzzzzzzz", "yard")}")).Status);
        await GoAsync(page, server, "/account");
        await Assertions.Expect(page.GetByText("signed in with it")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await GoAsync(page, second, "/sign-in?returnUrl=/account");
        await PasskeyButton(page).ClickAsync();
        await Assertions.Expect(page.GetByText("signed in with it")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Remove My phone" }).ClickAsync();
        await PasskeyButton(page).ClickAsync();
        await Assertions.Expect(page.GetByText("This passkey did not open")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Owner_adds_one_wrong_keys_and_a_second_one_on_the_same_device_are_told()
    {
        await using var server = await GalleryServer.StartAsync();
        await using var browser = await OpenBrowser.StartAsync();
        var page = browser.Page;
        await LendAuthenticatorAsync(page);
        await TypeAsync(page, server, "owner", server.Key.Text);

        await FillAsync(page, server, "not the access key", "My laptop");
        await Assertions.Expect(page.GetByText("That is not the access key.")).ToBeVisibleAsync();
        await AddAsync(page, server, server.Key.Text, "My laptop");
        await FillAsync(page, server, server.Key.Text, "Again");
        await Assertions.Expect(page.GetByText("There is a passkey of yours on this device already.")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await PasskeyButton(page).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(UrlOf(server).ToString());
        Assert.Equal(200, (await GoAsync(page, server, "/users")).Status);
    }

    [Fact]
    public async Task Device_that_does_not_know_its_person_does_not_open()
    {
        await using var server = await GalleryServer.StartAsync();
        await using var browser = await OpenBrowser.StartAsync();
        var page = browser.Page;
        var (session, authenticator) = await LendAuthenticatorAsync(page);
        await TypeAsync(page, server, "owner", server.Key.Text);
        await AddAsync(page, server, server.Key.Text, "My laptop");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await session.SendAsync("WebAuthn.setUserVerified", new() { ["authenticatorId"] = authenticator, ["isUserVerified"] = false });
        await PasskeyButton(page).ClickAsync();

        await Assertions.Expect(page.GetByText("Nothing was done")).ToBeVisibleAsync();
        await Assertions.Expect(PasskeyButton(page)).ToBeEnabledAsync();
    }

    [Fact]
    public async Task Page_at_another_address_than_passkeys_are_for_says_so_and_shows_no_button()
    {
        await using var server = await GalleryServer.StartAsync(settings: new Dictionary<string, string?> { ["Alerts:GalleryUrl"] = "https://cctv.example.org" });
        await using var browser = await OpenBrowser.StartAsync();
        await GoAsync(browser.Page, server, "/sign-in");
        await Assertions.Expect(PasskeyButton(browser.Page)).ToBeHiddenAsync();
        await TypeAsync(browser.Page, server, "owner", server.Key.Text);

        await GoAsync(browser.Page, server, "/account");

        await Assertions.Expect(browser.Page.GetByText("work at https://cctv.example.org: open it there")).ToBeVisibleAsync();
        await Assertions.Expect(browser.Page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" })).ToBeHiddenAsync();
    }

    [Theory]
    [InlineData(390, 844, ColorScheme.Dark)]
    [InlineData(390, 844, ColorScheme.Light)]
    [InlineData(1440, 900, ColorScheme.Dark)]
    [InlineData(1440, 900, ColorScheme.Light)]
    public async Task Pages_with_passkeys_break_no_rule_of_accessibility(int width, int height, ColorScheme scheme)
    {
        await using var server = await GalleryServer.StartAsync();
        var password = await UsersOf(server).AddAsync("anna", UserRole.Owner, [], TestContext.Current.CancellationToken);
        await using var browser = await OpenBrowser.StartAsync(width, height, scheme);
        var page = browser.Page;
        await LendAuthenticatorAsync(page);
        await GoAsync(page, server, "/sign-in");
        await Assertions.Expect(PasskeyButton(page)).ToBeVisibleAsync();
        await LookAsync("sign-in");
        await TypeAsync(page, server, "anna", password);
        await GoAsync(page, server, "/account");
        await LookAsync("account-none");
        await AddAsync(page, server, password, "My phone");
        await LookAsync("account-added");
        await page.Context.ClearCookiesAsync();
        await GoAsync(page, server, "/sign-in?returnUrl=/account");
        await PasskeyButton(page).ClickAsync();
        await Assertions.Expect(page.GetByText("signed in with it")).ToBeVisibleAsync();
        await LookAsync("account-passkeys");
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove My phone" }).ClickAsync();
        await PasskeyButton(page).ClickAsync();
        await Assertions.Expect(page.GetByText("This passkey did not open")).ToBeVisibleAsync();
        await LookAsync("sign-in-refused");

        async Task LookAsync(string name)
        {
            await browser.ScreenshotAsync($"{name}-{width}-{scheme}".ToLowerInvariant());
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{name} is wider than {width} pixels.");
            Assert.Equal($"{name}: ", $"{name}: {await browser.AxeAsync()}");
        }
    }

    private static ILocator PasskeyButton(IPage page) => page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" });

    private static async Task<IResponse> GoAsync(IPage page, GalleryServer server, string address) => (await page.GotoAsync(new Uri(UrlOf(server), address).ToString()))!;

    private static async Task TypeAsync(IPage page, GalleryServer server, string name, string secret)
    {
        await GoAsync(page, server, "/sign-in");
        await page.GetByLabel("Name").FillAsync(name);
        await page.GetByLabel("Access key").FillAsync(secret);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(UrlOf(server).ToString());
    }

    private static async Task FillAsync(IPage page, GalleryServer server, string secret, string name)
    {
        await GoAsync(page, server, "/account");
        await page.GetByLabel("What you call it").FillAsync(name);
        await page.Locator("#passkey-secret").FillAsync(secret);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
    }

    private static async Task AddAsync(IPage page, GalleryServer server, string secret, string name)
    {
        await FillAsync(page, server, secret, name);
        await Assertions.Expect(page.GetByText("Your passkey is there")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = $"Remove {name}" })).ToBeVisibleAsync();
    }

    private static async Task<(ICDPSession Session, string Authenticator)> LendAuthenticatorAsync(IPage page)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("WebAuthn.enable");
        var added = await session.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
        return (session, added!.Value.GetProperty("authenticatorId").GetString()!);
    }
}
