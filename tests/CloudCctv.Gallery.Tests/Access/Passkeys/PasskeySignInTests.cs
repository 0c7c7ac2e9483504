using System.Net;
using System.Text;
using System.Text.Json;
using CloudCctv.Gallery.Access;
using CloudCctv.Gallery.Access.Users;
using CloudCctv.Gallery.Tests.Support;
using CloudCctv.Storage.Objects;
using static CloudCctv.Gallery.Tests.Access.Passkeys.PasskeyScene;

namespace CloudCctv.Gallery.Tests.Access.Passkeys;

public sealed class PasskeySignInTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Viewer_signs_in_without_a_name_and_may_what_a_viewer_may()
    {
        await using var server = await GalleryServer.StartAsync();
        using var passkey = (await AddAnnaAsync(server)).Passkey;
        await Scene.AddAsync(server, Scene.Event(), 1);
        await Scene.AddAsync(server, Scene.Event("zzzzzzzz", "yard"), 1);
        using var browser = NewBrowser(server);
        var asked = await AskAsync(browser);
        Assert.Equal("localhost", asked.GetProperty("rpId").GetString());
        Assert.Equal("required", asked.GetProperty("userVerification").GetString());
        Assert.Equal(0, asked.GetProperty("allowCredentials").GetArrayLength());

        Assert.Equal(HttpStatusCode.Redirect, await AnswerAsync(browser, passkey.Get(asked)));

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser, $"/events/{Scene.Event()}"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(browser, $"/events/{Scene.Event("zzzzzzzz", "yard")}"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(browser, "/users"));
        Assert.Contains("signed in with it", await browser.PageAsync("/account"), StringComparison.Ordinal);
        var kept = Assert.Single((await UsersOf(server).FindAnewAsync("anna", Token))!.Passkeys);
        Assert.Equal((1u, "My phone", "localhost"), (kept.SignCount, kept.Name, kept.Host));
        Assert.Equal(["internal"], kept.Transports);
        Assert.NotNull(kept.UsedAt);
        Assert.DoesNotContain("anna", Encoding.UTF8.GetString(passkey.Handle!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Owners_passkey_opens_everything_is_no_user_and_is_not_removed_as_one()
    {
        await using var server = await GalleryServer.StartAsync();
        using var passkey = await AddOwnersAsync(server);
        using var browser = NewBrowser(server);

        Assert.False(await UsersOf(server).RemoveAsync(User.OwnerName, Token));
        await Assert.ThrowsAsync<UserException>(() => UsersOf(server).SetPasswordAsync(User.OwnerName, password: null, Token));
        Assert.Empty(await UsersOf(server).ListAsync(Token).ToListAsync(Token));
        Assert.Equal(HttpStatusCode.Redirect, await SignInAsync(browser, passkey));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser, "/users"));
    }

    [Theory]
    [InlineData("signature")]
    [InlineData("clientData")]
    [InlineData("authenticatorData")]
    [InlineData("userHandle")]
    [InlineData("id")]
    public async Task Answer_that_was_changed_is_refused_whichever_byte_it_was(string part)
    {
        await using var server = await GalleryServer.StartAsync();
        using var passkey = (await AddAnnaAsync(server)).Passkey;
        // Ten wrong ones would close the door: nine places, the first and the last among them.
        for (var i = 0; i <= 8; i++)
        {
            using var browser = NewBrowser(server);
            passkey.Tamper = (name, bytes) =>
            {
                if (name == part)
                {
                    bytes[(bytes.Length - 1) * i / 8] ^= 0x10;
                }

                return bytes;
            };

            Assert.Equal((i, HttpStatusCode.Unauthorized), (i, await SignInAsync(browser, passkey)));
            Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(browser, "/cameras"));
        }

        passkey.Tamper = (_, bytes) => bytes;
        using var last = NewBrowser(server);
        Assert.Equal(HttpStatusCode.Redirect, await SignInAsync(last, passkey));
    }

    [Theory]
    [InlineData("another origin")]
    [InlineData("another port")]
    [InlineData("https of the same name")]
    [InlineData("a frame")]
    [InlineData("a frame that hides it")]
    [InlineData("another party")]
    [InlineData("nobody verified")]
    [InlineData("nobody there")]
    [InlineData("an answer to making one")]
    [InlineData("no handle")]
    [InlineData("the owner's handle")]
    [InlineData("a key that is not known")]
    public async Task Answer_that_is_signed_and_not_for_this_is_refused(string what)
    {
        await using var server = await GalleryServer.StartAsync();
        using var passkey = (await AddAnnaAsync(server)).Passkey;
        using var owners = await AddOwnersAsync(server);
        using var stranger = new SoftPasskey(OriginOf(server)) { Handle = passkey.Handle };
        switch (what)
        {
            case "another origin": passkey.Origin = "https://evil.example"; break;
            case "another port": passkey.Origin = "http://localhost:1"; break;
            case "https of the same name": passkey.Origin = OriginOf(server).Replace("http:", "https:", StringComparison.Ordinal); break;
            case "a frame": passkey.CrossOrigin = true; break;
            case "a frame that hides it": passkey.TopOrigin = "https://evil.example"; break;
            case "another party": passkey.Party = "evil.example"; break;
            case "nobody verified": passkey.Flags = 0x01; break;
            case "nobody there": passkey.Flags = 0x04; break;
            case "an answer to making one": passkey.Type = "webauthn.create"; break;
            case "no handle": passkey.Handle = null; break;
            case "the owner's handle": passkey.Handle = owners.Handle; break;
        }

        using var browser = NewBrowser(server);
        Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync(browser, what == "a key that is not known" ? stranger : passkey));
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(browser, "/cameras"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"id\":1}")]
    [InlineData("{\"id\":\"AA\",\"type\":\"public-key\",\"clientExtensionResults\":{},\"response\":{\"clientDataJSON\":\"\",\"authenticatorData\":\"\",\"signature\":\"\",\"userHandle\":\"\"}}")]
    public async Task What_is_no_answer_at_all_is_refused(string credential)
    {
        await using var server = await GalleryServer.StartAsync();
        using var browser = NewBrowser(server);
        await AskAsync(browser);
        Assert.Equal(HttpStatusCode.Unauthorized, await AnswerAsync(browser, credential));
    }

    [Fact]
    public async Task Credential_whose_counter_does_not_go_on_is_refused()
    {
        await using var server = await GalleryServer.StartAsync();
        using var passkey = await AddOwnersAsync(server);
        using var browser = NewBrowser(server);
        passkey.Count = 6;
        Assert.Equal(HttpStatusCode.Redirect, await SignInAsync(browser, passkey));

        foreach (var (before, expected) in new[] { (6u, HttpStatusCode.Unauthorized), (2u, HttpStatusCode.Unauthorized), (7u, HttpStatusCode.Redirect) })
        {
            using var another = NewBrowser(server);
            passkey.Count = before;
            Assert.Equal((before, expected), (before, await SignInAsync(another, passkey)));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Answer_opens_once_even_for_who_has_the_cookie_and_on_another_instance(bool counts)
    {
        await using var server = await GalleryServer.StartAsync();
        await using var second = await GalleryServer.StartAsync(sharing: server);
        using var passkey = await AddOwnersAsync(server);
        passkey.Count = counts ? 1 : null;
        using var browser = NewBrowser(server);
        var asked = await AskAsync(browser);
        var answer = passkey.Get(asked);
        using var thief = CopyOf(browser, UrlOf(server));
        passkey.Origin = OriginOf(second);
        var elsewhere = passkey.Get(asked);
        using var other = CopyOf(browser, UrlOf(second));

        Assert.Equal(HttpStatusCode.Redirect, await AnswerAsync(browser, answer));

        Assert.Equal(HttpStatusCode.Unauthorized, await AnswerAsync(thief, answer));
        Assert.Equal(HttpStatusCode.Unauthorized, await AnswerAsync(other, elsewhere));
        using var again = NewBrowser(second);
        Assert.Equal(HttpStatusCode.Redirect, await SignInAsync(again, passkey));
    }

    [Fact]
    public async Task Of_many_who_give_one_answer_at_once_one_gets_in()
    {
        await using var server = await GalleryServer.StartAsync();
        using var passkey = await AddOwnersAsync(server);
        passkey.Count = null;
        using var browser = NewBrowser(server);
        var answer = passkey.Get(await AskAsync(browser));
        var copies = Enumerable.Range(0, 6).Select(_ => CopyOf(browser, UrlOf(server))).ToList();

        var statuses = await Task.WhenAll(copies.Select(copy => AnswerAsync(copy, answer)));

        copies.ForEach(copy => copy.Dispose());
        Assert.Single(statuses, HttpStatusCode.Redirect);
        Assert.Equal(5, statuses.Count(status => status == HttpStatusCode.Unauthorized));
    }

    [Fact]
    public async Task Question_asked_of_one_instance_may_be_answered_to_another()
    {
        await using var first = await GalleryServer.StartAsync();
        await using var second = await GalleryServer.StartAsync(sharing: first);
        using var passkey = (await AddAnnaAsync(first)).Passkey;
        using var browser = NewBrowser(first);
        var asked = await AskAsync(browser);
        passkey.Origin = OriginOf(second);
        using var there = CopyOf(browser, UrlOf(second));

        Assert.Equal(HttpStatusCode.Redirect, await AnswerAsync(there, passkey.Get(asked)));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(there, "/cameras"));
    }

    [Fact]
    public async Task Session_is_good_on_an_instance_that_remembers_its_user_without_the_passkey()
    {
        await using var first = await GalleryServer.StartAsync();
        await using var second = await GalleryServer.StartAsync(sharing: first);
        var password = await UsersOf(first).AddAsync("anna", UserRole.Viewer, ["farm/gate"], Token);
        using var before = NewBrowser(second);
        await before.SignInAsync("anna", password);
        await before.PageAsync("/cameras");

        using var passkey = new SoftPasskey(OriginOf(first));
        using var browser = NewBrowser(first);
        await browser.SignInAsync("anna", password);
        await AddAsync(browser, passkey, password);
        using var fresh = NewBrowser(first);
        Assert.Equal(HttpStatusCode.Redirect, await SignInAsync(fresh, passkey));

        using var there = CopyOf(fresh, UrlOf(second));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(there, "/cameras"));
    }

    [Fact]
    public async Task Challenge_is_over_after_five_minutes()
    {
        var clock = new ClockThatIsSet();
        await using var server = await GalleryServer.StartAsync(time: clock);
        using var passkey = await AddOwnersAsync(server);
        using var browser = NewBrowser(server);
        var asked = await AskAsync(browser);
        clock.Now += TimeSpan.FromMinutes(5);
        Assert.Equal(HttpStatusCode.Unauthorized, await AnswerAsync(browser, passkey.Get(asked)));

        asked = await AskAsync(browser);
        clock.Now += TimeSpan.FromSeconds(299);
        Assert.Equal(HttpStatusCode.Redirect, await AnswerAsync(browser, passkey.Get(asked)));
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("forged")]
    [InlineData("of another gallery")]
    [InlineData("of another purpose")]
    [InlineData("of another question")]
    public async Task Challenge_that_is_not_the_browsers_own_opens_nothing(string what)
    {
        await using var server = await GalleryServer.StartAsync();
        await using var foreign = await GalleryServer.StartAsync();
        using var passkey = await AddOwnersAsync(server);
        using var browser = NewBrowser(server);
        var answer = passkey.Get(await AskAsync(browser));
        switch (what)
        {
            case "missing":
                browser.Cookies.GetAllCookies()["cctv-passkey-in"]!.Expired = true;
                break;
            case "forged":
                Give(browser, UrlOf(server), "cctv-passkey-in", "AAAA");
                break;
            case "of another gallery":
                using (var there = NewBrowser(foreign))
                {
                    answer = passkey.Get(await AskAsync(there));
                    Give(browser, UrlOf(server), "cctv-passkey-in", CookieOf(there, "cctv-passkey-in"));
                }

                break;
            case "of another purpose":
                using (var owner = NewBrowser(server))
                {
                    await owner.SignInAsync(server.Key.Text);
                    answer = passkey.Get(AsIfToSignIn(await AskToAddAsync(owner, server.Key.Text)));
                    Give(browser, UrlOf(server), "cctv-passkey-in", CookieOf(owner, "cctv-passkey-add"));
                }

                break;
            case "of another question":
                await AskAsync(browser);
                break;
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await AnswerAsync(browser, answer));
    }

    [Fact]
    public async Task Cookie_of_the_question_is_hidden_strict_short_and_taken_away()
    {
        await using var server = await GalleryServer.StartAsync();
        using var browser = NewBrowser(server);
        using var asked = await browser.SubmitAsync("/sign-in", "/sign-in/passkey/options");
        var cookie = Assert.Single(asked.Headers.GetValues("Set-Cookie"), one => one.StartsWith("cctv-passkey-in=", StringComparison.Ordinal)).ToLowerInvariant();
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=strict", cookie, StringComparison.Ordinal);
        Assert.Contains("max-age=300", cookie, StringComparison.Ordinal);
        Assert.Equal("no-store", asked.Headers.CacheControl?.ToString());

        using var answered = await browser.SubmitAsync("/sign-in", "/sign-in/passkey", ("credential", "{}"));
        Assert.Contains(answered.Headers.GetValues("Set-Cookie"), one => one.StartsWith("cctv-passkey-in=;", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Too_many_wrong_passkeys_close_the_door_for_right_ones_and_for_keys()
    {
        await using var server = await GalleryServer.StartAsync();
        using var passkey = await AddOwnersAsync(server);
        using var browser = NewBrowser(server);
        var answer = passkey.Get(await AskAsync(browser));
        using var patient = CopyOf(browser, UrlOf(server));
        for (var i = 0; i < SignInAttempts.MaxPerMinute; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await AnswerAsync(browser, "{}"));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await AnswerAsync(patient, answer));
        using var question = await browser.SubmitAsync("/sign-in", "/sign-in/passkey/options");
        Assert.Equal(HttpStatusCode.TooManyRequests, question.StatusCode);
        using var withKey = await browser.TrySignInAsync(server.Key.Text);
        Assert.Equal(HttpStatusCode.TooManyRequests, withKey.StatusCode);
    }

    [Fact]
    public async Task Forms_without_their_token_and_too_long_ones_are_refused()
    {
        await using var server = await GalleryServer.StartAsync();
        using var passkey = await AddOwnersAsync(server);
        using var browser = NewBrowser(server);
        var answer = passkey.Get(await AskAsync(browser));
        foreach (var target in new[] { "/sign-in/passkey", "/sign-in/passkey/options" })
        {
            using var refused = await browser.PostAsync(target, ("credential", answer));
            Assert.Equal((target, HttpStatusCode.BadRequest), (target, refused.StatusCode));
        }

        using var tooLong = await browser.SubmitAsync("/sign-in", "/sign-in/passkey", ("credential", new string('a', 20_000)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLong.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, await AnswerAsync(browser, answer));
    }

    [Fact]
    public async Task Store_that_does_not_answer_is_no_wrong_passkey()
    {
        var isDown = false;
        await using var server = await GalleryServer.StartAsync(wrap: store => new FailingStore(store, () => isDown));
        using var passkey = await AddOwnersAsync(server);
        using var browser = NewBrowser(server);
        for (var i = 0; i <= SignInAttempts.MaxPerMinute; i++)
        {
            var answer = passkey.Get(await AskAsync(browser));
            isDown = true;
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await AnswerAsync(browser, answer));
            isDown = false;
        }

        Assert.Equal(HttpStatusCode.Redirect, await SignInAsync(browser, passkey));
    }

    [Fact]
    public async Task Record_that_was_changed_or_is_another_ones_opens_nothing()
    {
        await using var server = await GalleryServer.StartAsync();
        using var passkey = await AddOwnersAsync(server);
        using var annas = (await AddAnnaAsync(server)).Passkey;
        var (owners, users) = (new ObjectName("owner/passkeys.sealed"), new ObjectName("users/anna.sealed"));
        var whole = await File.ReadAllBytesAsync(server.FileOf(owners), Token);
        var others = await File.ReadAllBytesAsync(server.FileOf(users), Token);

        foreach (var bytes in new byte[][] { [.. whole[..^1], (byte)(whole[^1] ^ 1)], others, whole[..20], [] })
        {
            await server.Objects.PutAsync(owners, bytes, Token);
            using var browser = NewBrowser(server);
            Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync(browser, passkey));
            annas.Handle = passkey.Handle;
            Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync(browser, annas));
        }

        // What cannot be opened does not stand in the way of a new one.
        using var fresh = await AddOwnersAsync(server);
        using var again = NewBrowser(server);
        Assert.Equal(HttpStatusCode.Redirect, await SignInAsync(again, fresh));
    }

    [Fact]
    public async Task New_access_key_ends_passkeys_and_takes_new_ones()
    {
        await using var first = await GalleryServer.StartAsync();
        using var owners = await AddOwnersAsync(first);
        using var annas = (await AddAnnaAsync(first)).Passkey;
        await using var second = await GalleryServer.StartAsync(sharing: first, key: AccessKey.Generate());
        owners.Origin = annas.Origin = OriginOf(second);

        foreach (var old in new[] { owners, annas })
        {
            using var browser = NewBrowser(second);
            Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync(browser, old));
        }

        using var fresh = await AddOwnersAsync(second);
        using var again = NewBrowser(second);
        Assert.Equal(HttpStatusCode.Redirect, await SignInAsync(again, fresh));
    }

    private static JsonElement AsIfToSignIn(JsonElement asked) => JsonSerializer.SerializeToElement(new { rpId = "localhost", challenge = asked.GetProperty("challenge").GetString() });
}
