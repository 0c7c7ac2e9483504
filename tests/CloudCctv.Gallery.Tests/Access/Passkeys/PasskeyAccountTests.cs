using System.Net;
using System.Text.RegularExpressions;
using CloudCctv.Gallery.Access;
using CloudCctv.Gallery.Access.Passkeys;
using CloudCctv.Gallery.Access.Users;
using CloudCctv.Gallery.Tests.Support;
using static CloudCctv.Gallery.Tests.Access.Passkeys.PasskeyScene;

namespace CloudCctv.Gallery.Tests.Access.Passkeys;

public sealed class PasskeyAccountTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Question_for_a_new_one_asks_for_what_is_needed_and_leaves_out_what_is_there()
    {
        await using var server = await GalleryServer.StartAsync();
        var (passkey, password) = await AddAnnaAsync(server);
        using (passkey)
        {
            using var browser = NewBrowser(server);
            await browser.SignInAsync("anna", password);

            var asked = await AskToAddAsync(browser, password);

            Assert.Equal("localhost", asked.GetProperty("rp").GetProperty("id").GetString());
            Assert.Equal("anna", asked.GetProperty("user").GetProperty("name").GetString());
            Assert.Equal("required", asked.GetProperty("authenticatorSelection").GetProperty("residentKey").GetString());
            Assert.Equal("required", asked.GetProperty("authenticatorSelection").GetProperty("userVerification").GetString());
            Assert.Equal("none", asked.GetProperty("attestation").GetString());
            Assert.Equal(passkey.Id, System.Buffers.Text.Base64Url.DecodeFromChars(Assert.Single(asked.GetProperty("excludeCredentials").EnumerateArray()).GetProperty("id").GetString()));
        }
    }

    [Fact]
    public async Task Open_session_alone_adds_none_and_guessing_ends_as_at_the_door()
    {
        await using var server = await GalleryServer.StartAsync();
        var (passkey, password) = await AddAnnaAsync(server);
        passkey.Dispose();
        using var browser = NewBrowser(server);
        await browser.SignInAsync("anna", password);
        for (var i = 0; i < SignInAttempts.MaxPerMinute; i++)
        {
            using var refused = await browser.SubmitAsync("/account", "/account/passkeys/options", ("secret", i == 0 ? server.Key.Text : $"guess {i}"));
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Equal("{\"fault\":\"That is not your password.\"}", await refused.Content.ReadAsStringAsync(Token));
        }

        using var late = await browser.SubmitAsync("/account", "/account/passkeys/options", ("secret", password));
        Assert.Equal(HttpStatusCode.TooManyRequests, late.StatusCode);
        using var pushed = await browser.SubmitAsync("/account", "/account/passkeys", ("name", "x"), ("credential", "{}"));
        Assert.Equal(HttpStatusCode.BadRequest, pushed.StatusCode);
        Assert.Single((await UsersOf(server).FindAnewAsync("anna", Token))!.Passkeys);
    }

    [Theory]
    [InlineData("origin")]
    [InlineData("frame")]
    [InlineData("party")]
    [InlineData("verification")]
    [InlineData("type")]
    [InlineData("client data")]
    [InlineData("key")]
    public async Task New_one_that_cannot_be_verified_is_not_taken(string what)
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        using var browser = NewBrowser(server);
        await browser.SignInAsync(server.Key.Text);
        using var passkey = new SoftPasskey(OriginOf(server));
        switch (what)
        {
            case "origin": passkey.Origin = "https://evil.example"; break;
            case "frame": passkey.CrossOrigin = true; break;
            case "party": passkey.Party = "evil.example"; break;
            case "verification": passkey.Flags = 0x01; break;
            case "type": passkey.Type = "webauthn.get"; break;
            case "client data": passkey.Tamper = (name, bytes) => name == "clientData" ? bytes[..^1] : bytes; break;
            case "key": passkey.Tamper = (name, bytes) => name == "attestation" ? bytes[..^1] : bytes; break;
        }

        using var refused = await TryAddAsync(browser, passkey, server.Key.Text);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("could not be verified", await refused.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.DoesNotContain("/account/passkeys/remove", await browser.PageAsync("/account"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Passkey_belongs_to_one_person_once()
    {
        await using var server = await GalleryServer.StartAsync();
        using var passkey = (await AddAnnaAsync(server)).Passkey;
        using var owner = NewBrowser(server);
        await owner.SignInAsync(server.Key.Text);

        using var second = await TryAddAsync(owner, passkey, server.Key.Text);

        Assert.Equal(HttpStatusCode.BadRequest, second.StatusCode);
        Assert.DoesNotContain("/account/passkeys/remove", await owner.PageAsync("/account"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Question_for_one_person_is_not_answered_by_another()
    {
        await using var server = await GalleryServer.StartAsync();
        var password = await UsersOf(server).AddAsync("anna", UserRole.Viewer, ["farm/gate"], Token);
        using var browser = NewBrowser(server);
        await browser.SignInAsync(server.Key.Text);
        using var passkey = new SoftPasskey(OriginOf(server));
        var answer = passkey.Create(await AskToAddAsync(browser, server.Key.Text));
        using (await browser.SubmitAsync("/account", "/sign-out"))
        {
            await browser.SignInAsync("anna", password);
        }

        using var refused = await browser.SubmitAsync("/account", "/account/passkeys", ("name", "x"), ("credential", answer));

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Empty((await UsersOf(server).FindAnewAsync("anna", Token))!.Passkeys);
    }

    [Fact]
    public async Task All_that_are_added_at_once_on_two_instances_are_kept()
    {
        await using var first = await GalleryServer.StartAsync();
        await using var second = await GalleryServer.StartAsync(sharing: first);
        var password = await UsersOf(first).AddAsync("anna", UserRole.Viewer, ["farm/gate"], Token);
        var answers = new List<(Visitor Browser, string Answer)>();
        foreach (var server in new[] { first, second, first, second, first })
        {
            var browser = NewBrowser(server);
            await browser.SignInAsync("anna", password);
            using var passkey = new SoftPasskey(OriginOf(server));
            answers.Add((browser, passkey.Create(await AskToAddAsync(browser, password))));
        }

        await Task.WhenAll(answers.Select(async one =>
        {
            using var added = await one.Browser.SubmitAsync("/account", "/account/passkeys", ("name", "One"), ("credential", one.Answer));
            Assert.Equal(HttpStatusCode.OK, added.StatusCode);
        }));

        answers.ForEach(one => one.Browser.Dispose());
        Assert.Equal(answers.Count, (await UsersOf(first).FindAnewAsync("anna", Token))!.Passkeys.Select(one => one.Id).Distinct().Count());
    }

    [Fact]
    public async Task Who_was_shut_out_adds_none_on_an_instance_that_has_not_heard_of_it()
    {
        await using var first = await GalleryServer.StartAsync();
        await using var second = await GalleryServer.StartAsync(sharing: first, time: new ClockThatIsSet());
        var password = await UsersOf(first).AddAsync("anna", UserRole.Viewer, ["farm/gate"], Token);
        using var browser = NewBrowser(second);
        await browser.SignInAsync("anna", password);
        using var passkey = new SoftPasskey(OriginOf(second));
        await UsersOf(first).SetPasswordAsync("anna", null, Token);

        // Its clock stands: it still remembers the old password.
        using var refused = await TryAddAsync(browser, passkey, password);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("was changed meanwhile", await refused.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Empty((await UsersOf(first).FindAnewAsync("anna", Token))!.Passkeys);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Answer_that_added_a_passkey_does_not_add_it_again_after_it_was_removed(bool owner)
    {
        await using var server = await GalleryServer.StartAsync();
        var password = await UsersOf(server).AddAsync("anna", UserRole.Viewer, ["farm/gate"], Token);
        using var browser = NewBrowser(server);
        var secret = owner ? server.Key.Text : password;
        await browser.SignInAsync(owner ? User.OwnerName : "anna", secret);
        using var passkey = new SoftPasskey(OriginOf(server));
        var answer = passkey.Create(await AskToAddAsync(browser, secret));
        using var thief = CopyOf(browser, UrlOf(server));
        using (await browser.SubmitAsync("/account", "/account/passkeys", ("name", "Mine"), ("credential", answer)))
        {
            var id = Regex.Match(await browser.PageAsync("/account"), "name=\"id\" value=\"([0-9a-f]+)\"").Groups[1].Value;
            using var removed = await browser.SubmitAsync("/account", "/account/passkeys/remove", ("id", id));
            Assert.Equal(HttpStatusCode.Redirect, removed.StatusCode);
        }

        using var refused = await thief.SubmitAsync("/account", "/account/passkeys", ("name", "Again"), ("credential", answer));

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("was given before", await refused.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.DoesNotContain("/account/passkeys/remove", await browser.PageAsync("/account"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Password_that_is_changed_while_passkeys_are_added_is_not_lost()
    {
        await using var server = await GalleryServer.StartAsync();
        var (passkey, password) = await AddAnnaAsync(server);
        using (passkey)
        {
            for (var i = 0; i < 5; i++)
            {
                using var browser = NewBrowser(server);
                var changed = $"correct horse battery {i}";
                var change = UsersOf(server).ChangePasswordAsync((await UsersOf(server).FindAnewAsync("anna", Token))!, changed, Token);
                var signIn = SignInAsync(browser, passkey);
                await Task.WhenAll(change, signIn);
                Assert.Equal(HttpStatusCode.Redirect, await signIn);

                var user = (await UsersOf(server).FindAnewAsync("anna", Token))!;
                Assert.True(user.Password.Matches(changed));
                Assert.Equal(passkey.Count, Assert.Single(user.Passkeys).SignCount);
            }
        }
    }

    [Fact]
    public async Task Ten_are_kept_and_the_eleventh_is_told_why_not()
    {
        await using var server = await GalleryServer.StartAsync();
        using var browser = NewBrowser(server);
        await browser.SignInAsync(server.Key.Text);
        for (var i = 0; i < Passkey.Most; i++)
        {
            using var one = new SoftPasskey(OriginOf(server));
            await AddAsync(browser, one, server.Key.Text, $"Number {i}");
        }

        using var eleventh = new SoftPasskey(OriginOf(server));
        var asked = await AskToAddAsync(browser, server.Key.Text);
        using var refused = await browser.SubmitAsync("/account", "/account/passkeys", ("name", "x"), ("credential", eleventh.Create(asked)));

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("no more are kept", await refused.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.DoesNotContain("data-passkey", await browser.PageAsync("/account"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_is_shown_as_text_on_one_line_and_not_longer_than_it_may_be()
    {
        await using var server = await GalleryServer.StartAsync();
        using var browser = NewBrowser(server);
        await browser.SignInAsync(server.Key.Text);
        using var passkey = new SoftPasskey(OriginOf(server));

        await AddAsync(browser, passkey, server.Key.Text, $" <b>\u202Ephone\n{new string('x', 100)}");

        var page = await browser.PageAsync("/account");
        Assert.Contains("&lt;b&gt;?phone?xxx", page, StringComparison.Ordinal);
        Assert.DoesNotContain(new string('x', Passkey.MaxNameLength), page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Removal_ends_the_passkey_and_its_sessions_and_no_others(bool owner)
    {
        await using var server = await GalleryServer.StartAsync();
        await using var second = await GalleryServer.StartAsync(sharing: server);
        var (passkey, password) = owner ? (await AddOwnersAsync(server), server.Key.Text) : await AddAnnaAsync(server);
        using var held = passkey;
        using var other = new SoftPasskey(OriginOf(server));
        using var typed = NewBrowser(server);
        await typed.SignInAsync(owner ? "owner" : "anna", password);
        await AddAsync(typed, other, password, "Another");
        using var begun = NewBrowser(server);
        await SignInAsync(begun, passkey);
        using var withOther = NewBrowser(server);
        await SignInAsync(withOther, other);
        await begun.PageAsync("/cameras");

        using var foreign = await typed.SubmitAsync("/account", "/account/passkeys/remove", ("id", "0123456789abcdef"));
        Assert.Equal(2, System.Text.RegularExpressions.Regex.Count(await typed.PageAsync("/account"), "action=\"/account/passkeys/remove\""));
        using var removed = await typed.SubmitAsync("/account", "/account/passkeys/remove", ("id", IdIn(await begun.PageAsync("/account"))));

        Assert.Equal("/account", removed.Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(begun, "/cameras"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(withOther, "/cameras"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(typed, "/cameras"));
        foreach (var instance in new[] { server, second })
        {
            using var again = NewBrowser(instance);
            passkey.Origin = OriginOf(instance);
            Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync(again, passkey));
        }
    }

    [Fact]
    public async Task Who_removes_the_passkey_of_this_very_session_is_signed_out()
    {
        await using var server = await GalleryServer.StartAsync();
        using var passkey = await AddOwnersAsync(server);
        using var browser = NewBrowser(server);
        await SignInAsync(browser, passkey);

        using var removed = await browser.SubmitAsync("/account", "/account/passkeys/remove", ("id", IdIn(await browser.PageAsync("/account"))));

        Assert.Equal("/sign-in?returnUrl=%2Faccount", removed.Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(browser, "/cameras"));
    }

    [Fact]
    public async Task Ones_own_new_password_ends_the_sessions_and_keeps_the_passkeys_and_the_owners_ends_both()
    {
        await using var server = await GalleryServer.StartAsync();
        var (passkey, password) = await AddAnnaAsync(server);
        using var held = passkey;
        using var begun = NewBrowser(server);
        await SignInAsync(begun, passkey);
        using var typed = NewBrowser(server);
        await typed.SignInAsync("anna", password);

        using var changed = await typed.SubmitAsync("/account", "/account/password", ("current", password), ("new", "correct horse battery"), ("again", "correct horse battery"));
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(begun, "/cameras"));
        Assert.Equal(HttpStatusCode.Redirect, await SignInAsync(begun, passkey));

        await UsersOf(server).SetPasswordAsync("anna", password: null, Token);
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(begun, "/cameras"));
        Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync(begun, passkey));
    }

    [Fact]
    public async Task User_who_is_removed_and_added_again_has_no_passkey_and_its_session_is_over()
    {
        await using var server = await GalleryServer.StartAsync();
        using var passkey = (await AddAnnaAsync(server)).Passkey;
        using var begun = NewBrowser(server);
        await SignInAsync(begun, passkey);

        await UsersOf(server).RemoveAsync("anna", Token);
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(begun, "/cameras"));
        await UsersOf(server).AddAsync("anna", UserRole.Owner, [], Token);

        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(begun, "/cameras"));
        Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync(begun, passkey));
    }

    private static string IdIn(string page) => System.Text.RegularExpressions.Regex.Match(page[page.IndexOf("signed in with it", StringComparison.Ordinal)..], "name=\"id\" value=\"([0-9a-f]{16})\"").Groups[1].Value;
}
