using System.Net;
using System.Text.RegularExpressions;
using CloudCctv.Analysis.Devices;
using CloudCctv.Gallery.Tests.Status;
using CloudCctv.Gallery.Tests.Support;
using CloudCctv.Storage;
using CloudCctv.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCctv.Gallery.Tests.Devices;

public sealed partial class DevicesPageTests(AzuriteFixture azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Add_ShowsTheCodeOnce_AndRevokeEndsIt()
    {
        await using var server = await StartAsync();

        using var added = await server.Browser.SubmitAsync("/devices", "/devices/add", ("name", "gate-pi"), ("site", "farm"), ("cameras", "gate, yard"));
        var shown = await added.Content.ReadAsStringAsync(Token);
        var listed = await server.Browser.PageAsync("/devices");

        Assert.Equal(HttpStatusCode.OK, added.StatusCode);
        var code = Code().Match(shown).Groups[1].Value;
        Assert.NotEqual("", code);
        Assert.DoesNotContain(code, listed, StringComparison.Ordinal);
        Assert.Contains("waits to be paired", listed, StringComparison.Ordinal);
        Assert.Contains("gate, yard", listed, StringComparison.Ordinal);

        using var revoked = await server.Browser.SubmitAsync("/devices/revoke/gate-pi", "/devices/revoke/gate-pi");

        Assert.Equal(HttpStatusCode.Redirect, revoked.StatusCode);
        Assert.Contains(">revoked<", await server.Browser.PageAsync("/devices"), StringComparison.Ordinal);
        Assert.True((await server.Services.GetRequiredService<DeviceRegistry>().FindAsync("gate-pi", Token))!.IsRevoked);
    }

    [Theory]
    [InlineData("Gate Pi", "farm", "is not a valid name")]
    [InlineData("gate-pi", "", "Site")]
    public async Task Add_WrongName_SaysWhatWouldBeRight(string name, string site, string expected)
    {
        await using var server = await StartAsync();

        using var answer = await server.Browser.SubmitAsync("/devices", "/devices/add", ("name", name), ("site", site), ("cameras", ""));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(expected, await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/devices/add")]
    [InlineData("/devices/revoke/gate-pi")]
    public async Task Forms_OfAnotherSite_AreRefused(string target)
    {
        await using var server = await StartAsync();
        await server.Services.GetRequiredService<DeviceRegistry>().AddAsync("gate-pi", "farm", [], Token);

        using var answer = await server.Browser.PostAsync(target, ("name", "evil-pi"), ("site", "farm"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Null(await server.Services.GetRequiredService<DeviceRegistry>().FindAsync("evil-pi", Token));
        Assert.False((await server.Services.GetRequiredService<DeviceRegistry>().FindAsync("gate-pi", Token))!.IsRevoked);
    }

    [Fact]
    public async Task Settings_SaysAllThatLeavesTheBrowser()
    {
        await using var server = await GalleryServer.StartSignedInAsync();
        await StatusScene.ReportAsync(server, StatusScene.Beat("farm", "gate-pi", StatusScene.Camera("gate")));

        // As its script does: text, signature and public key.
        Assert.Contains("only the text, its signature and your public key are sent", await server.Browser.PageAsync("/devices/farm/gate-pi/settings"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_StoreInAFolder_SaysThatItCannotBeLent()
    {
        await using var server = await GalleryServer.StartSignedInAsync();

        using var answer = await server.Browser.SubmitAsync("/devices", "/devices/add", ("name", "gate-pi"), ("site", "farm"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("must be Azure Storage", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    private async Task<GalleryServer> StartAsync()
    {
        var name = AzuriteFixture.UniqueName()[..20];
        return await GalleryServer.StartSignedInAsync(elsewhere: new StoreOptions { ConnectionString = (await azurite.ServerAsync()).ConnectionString, Container = name, Queue = name });
    }

    [GeneratedRegex("cctv-uploader pair \\S+ ((?:[0-9a-z]{4}-){3}[0-9a-z]{4})<")]
    private static partial Regex Code();
}
