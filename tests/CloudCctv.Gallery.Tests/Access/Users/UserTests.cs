using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CloudCctv.Gallery.Access;
using CloudCctv.Gallery.Access.Users;
using CloudCctv.Gallery.Tests.Support;
using CloudCctv.Storage.Objects;
using CloudCctv.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCctv.Gallery.Tests.Access.Users;

public sealed class UserTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Record_of_a_version_without_passkeys_signs_in_and_has_none()
    {
        await using var server = await GalleryServer.StartAsync();
        var users = server.Services.GetRequiredService<UserStore>();
        var password = await users.AddAsync("anna", UserRole.Viewer, ["farm/gate"], Token);
        var file = Path.Combine(server.Folder, "objects", "users", "anna.sealed");
        // Nonce, tag and text, as KeySeal has them.
        var whole = await File.ReadAllBytesAsync(file, Token);
        var text = new byte[whole.Length - 28];
        using var seal = new AesGcm(server.Key.Derive("CloudCctv users 1"), 16);
        seal.Decrypt(whole.AsSpan(0, 12), whole.AsSpan(28), whole.AsSpan(12, 16), text);
        var record = JsonNode.Parse(text)!.AsObject();
        Assert.True(record.Remove("passkeys"));
        text = Encoding.UTF8.GetBytes(record.ToJsonString());
        var older = new byte[28 + text.Length];
        seal.Encrypt(older.AsSpan(0, 12), text, older.AsSpan(28), older.AsSpan(12, 16));
        await server.Services.GetRequiredService<IObjectStore>().PutAsync(new ObjectName("users/anna.sealed"), older, Token);

        Assert.Empty((await users.FindAnewAsync("anna", Token))!.Passkeys);
        using var browser = server.NewBrowser();
        await browser.SignInAsync("anna", password);
        Assert.Contains("Passkeys", await browser.PageAsync("/account"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task User_signs_in_by_name_and_password_and_by_nothing_else()
    {
        await using var server = await GalleryServer.StartAsync();
        var password = await Users(server).AddAsync("anna", UserRole.Viewer, ["farm/*"], Token);

        foreach (var (name, secret) in new[] { ("anna", "wrong"), ("anna", server.Key.Text), ("nobody", password), ("owner", password), ("", password), ("../users/anna", password) })
        {
            using var refused = await server.Browser.SubmitAsync("/sign-in", "/sign-in", ("user", name), ("key", secret));
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }

        await server.Browser.SignInAsync("anna", password);
        await server.Browser.PageAsync("/");
    }

    [Fact]
    public async Task Removal_ends_the_session()
    {
        await using var server = await GalleryServer.StartAsync();
        await server.Browser.SignInAsync("anna", await Users(server).AddAsync("anna", UserRole.Owner, [], Token));
        await server.Browser.PageAsync("/status");

        await Users(server).RemoveAsync("anna", Token);

        await AssertSignedOutAsync(server);
    }

    [Fact]
    public async Task New_password_ends_the_sessions_of_the_old_one_and_a_user_added_again_does_not_bring_them_back()
    {
        await using var server = await GalleryServer.StartAsync();
        var old = await Users(server).AddAsync("anna", UserRole.Owner, [], Token);
        await server.Browser.SignInAsync("anna", old);

        var fresh = await Users(server).SetPasswordAsync("anna", password: null, Token);

        await AssertSignedOutAsync(server);
        await server.Browser.SignInAsync("anna", fresh);
        await Users(server).RemoveAsync("anna", Token);
        await Users(server).AddAsync("anna", UserRole.Owner, [], Token);
        await AssertSignedOutAsync(server);
    }

    [Fact]
    public async Task What_another_process_changes_is_heard_of_within_ten_seconds()
    {
        await using var server = await GalleryServer.StartAsync();
        var clock = new ManualTimeProvider(Scene.Evening);
        var (here, there) = (new UserStore(server.Objects, server.Key, clock), new UserStore(server.Objects, server.Key, clock));
        await here.AddAsync("anna", UserRole.Viewer, ["farm/gate"], Token);
        Assert.NotNull(await here.FindAsync("anna", Token));

        await there.RemoveAsync("anna", Token);
        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Null(await here.FindAsync("anna", Token));
    }

    [Fact]
    public async Task Store_tells_nothing_of_users_and_makes_none()
    {
        await using var server = await GalleryServer.StartAsync();
        await Users(server).AddAsync("anna", UserRole.Viewer, ["farm/gate"], Token);
        var bytes = await File.ReadAllBytesAsync(server.FileOf(new ObjectName("users/anna.sealed")), Token);
        Assert.DoesNotContain("farm/gate", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);

        // One user's record under another's name, and bytes of one's own.
        await server.Objects.PutAsync(new ObjectName("users/eve.sealed"), bytes, Token);
        await server.Objects.PutAsync(new ObjectName("users/mallory.sealed"), "{\"name\":\"mallory\",\"role\":\"owner\"}"u8.ToArray(), Token);
        bytes[^1] ^= 1;
        await server.Objects.PutAsync(new ObjectName("users/bob.sealed"), bytes, Token);

        Assert.Equal(["anna"], await Users(server).ListAsync(Token).Select(user => user.Name).ToListAsync(Token));
        var otherKey = new UserStore(server.Objects, AccessKey.Generate(), TimeProvider.System);
        Assert.Empty(await otherKey.ListAsync(Token).ToListAsync(Token));
    }

    [Theory]
    [InlineData("Anna", "farm/gate", "cannot be a user's name")]
    [InlineData("owner", "farm/gate", "the name of the access key")]
    [InlineData("anna", "", "needs cameras")]
    [InlineData("anna", "farm", "'farm' is not a camera")]
    [InlineData("anna", "farm/gate/*", "is not a camera")]
    [InlineData("anna", "*/gate", "is not a camera")]
    public async Task Add_WhatCannotBe_SaysWhy(string name, string cameras, string why)
    {
        await using var server = await GalleryServer.StartAsync();

        var fault = await Assert.ThrowsAsync<UserException>(
            () => Users(server).AddAsync(name, UserRole.Viewer, cameras.Split(' ', StringSplitOptions.RemoveEmptyEntries), Token));

        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Owner_adds_gives_a_new_password_and_removes_in_the_gallery()
    {
        await using var server = await GalleryServer.StartSignedInAsync();

        using var added = await server.Browser.SubmitAsync("/users", "/users/add", ("name", "anna"), ("role", "viewer"), ("cameras", "farm/gate, barn/*"));
        var password = PasswordIn(await added.Content.ReadAsStringAsync(Token));
        Assert.Equal(["farm/gate", "barn/*"], (await Users(server).FindAsync("anna", Token))!.Cameras);
        using var browser = server.NewBrowser();
        await browser.SignInAsync("anna", password);

        using var renewed = await server.Browser.SubmitAsync("/users", "/users/password/anna");
        Assert.NotEqual(password, PasswordIn(await renewed.Content.ReadAsStringAsync(Token)));
        using var removed = await server.Browser.SubmitAsync("/users", "/users/remove/anna");
        Assert.Empty(await Users(server).ListAsync(Token).ToListAsync(Token));
        using var twice = await server.Browser.SubmitAsync("/users", "/users/add", ("name", "owner"), ("role", "owner"), ("cameras", ""));
        Assert.Equal(HttpStatusCode.BadRequest, twice.StatusCode);
    }

    private static UserStore Users(GalleryServer server) => server.Services.GetRequiredService<UserStore>();

    private static string PasswordIn(string page) => System.Text.RegularExpressions.Regex.Match(page, "<code id=\"password\">([^<]+)</code>").Groups[1].Value;

    private static async Task AssertSignedOutAsync(GalleryServer server)
    {
        using var response = await server.Browser.GetAsync("/status");
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
    }
}
