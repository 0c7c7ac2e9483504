using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using CloudCctv.Analysis.Devices;
using CloudCctv.Contracts.Devices;
using CloudCctv.Storage;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Pairing;

namespace CloudCctv.Uploader.Tests.Pairing;

/// <summary>Codes, keys and signed requests.</summary>
public sealed class PairingTests(AzuriteFixture azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Code_IsGoodForOneKey_AndForItAgainIfTheAnswerWasLost()
    {
        await using var site = await PairingSite.StartAsync(azurite);
        var code = await site.Registry.AddAsync("gate-pi", "farm", ["gate"], Token);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var otherKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var device = new DeviceCalls(site.Url, key, "");
        using var thief = new DeviceCalls(site.Url, otherKey, "");

        var answer = await device.PairAsync(code.ToUpperInvariant().Replace("-", " ", StringComparison.Ordinal), Token);

        Assert.Equal(("gate-pi", "farm", "gate"), (answer.Device, answer.Site, Assert.Single(answer.Cameras)));
        Assert.Equal(answer.Device, (await device.PairAsync(code, Token)).Device);
        Assert.True((await Assert.ThrowsAsync<StoreUnreachableException>(() => thief.PairAsync(code, Token))).AccessDenied);
        Assert.DoesNotContain(code, System.Text.Json.JsonSerializer.Serialize(await site.Registry.FindAsync("gate-pi", Token)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_AfterItsTime_IsRefused()
    {
        await using var site = await PairingSite.StartAsync(azurite);
        var code = await site.Registry.AddAsync("gate-pi", "farm", [], Token);
        site.Clock.Advance(new DeviceOptions().CodeLifetime);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var device = new DeviceCalls(site.Url, key, "");

        Assert.True((await Assert.ThrowsAsync<StoreUnreachableException>(() => device.PairAsync(code, Token))).AccessDenied);
    }

    [Fact]
    public async Task Codes_GuessedTooOften_NobodyIsListenedTo()
    {
        await using var site = await PairingSite.StartAsync(azurite);
        var code = await site.Registry.AddAsync("gate-pi", "farm", [], Token);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var guesser = new DeviceCalls(site.Url, key, "");
        for (var i = 0; i < Gallery.Access.SignInAttempts.MaxPerMinute; i++)
        {
            await Assert.ThrowsAsync<StoreUnreachableException>(() => guesser.PairAsync($"0000-0000-0000-00{i:00}", Token));
        }

        var fault = await Assert.ThrowsAsync<StoreUnreachableException>(() => guesser.PairAsync(code, Token));

        Assert.Contains("429", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Renewal_Replayed_IsRefused_AndTheNextOneIsNot()
    {
        await using var site = await PairingSite.StartAsync(azurite);
        await site.PairAsync("gate-pi");
        using var key = DeviceKeyFile.Read(site.DataOf("gate-pi"));
        using var http = new HttpClient { BaseAddress = site.Url };
        var earlier = await http.GetStringAsync(DeviceApi.Challenge, Token);
        var challenge = await http.GetStringAsync(DeviceApi.Challenge, Token);
        var first = Sign(key, "gate-pi", DeviceApi.Credentials, challenge);

        var unused = Sign(key, "gate-pi", DeviceApi.Credentials, earlier);
        Assert.Equal(HttpStatusCode.OK, await PostAsync(http, DeviceApi.Credentials, first));
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync(http, DeviceApi.Credentials, unused));
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync(http, DeviceApi.Credentials, first));
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync(http, DeviceApi.Credentials, Sign(key, "gate-pi", DeviceApi.Credentials, challenge)));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(http, DeviceApi.Credentials, Sign(key, "gate-pi", DeviceApi.Credentials, await http.GetStringAsync(DeviceApi.Challenge, Token))));
    }

    [Fact]
    public async Task Token_OldForgedOrForAnotherRequest_IsRefused()
    {
        await using var site = await PairingSite.StartAsync(azurite);
        await site.PairAsync("gate-pi");
        using var key = DeviceKeyFile.Read(site.DataOf("gate-pi"));
        using var otherKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var http = new HttpClient { BaseAddress = site.Url };
        var old = await http.GetStringAsync(DeviceApi.Challenge, Token);
        site.Clock.Advance(Challenges.Lifetime + TimeSpan.FromSeconds(1));
        var challenge = await http.GetStringAsync(DeviceApi.Challenge, Token);
        var good = Sign(key, "gate-pi", DeviceApi.Credentials, challenge);
        var unsigned = $"eyJhbGciOiJub25lIn0.{good.Split('.')[1]}.";

        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(http, DeviceApi.Credentials, Sign(otherKey, "gate-pi", DeviceApi.Credentials, challenge)));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(http, DeviceApi.Credentials, Sign(key, "barn-pi", DeviceApi.Credentials, challenge)));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(http, DeviceApi.Blob, good));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(http, DeviceApi.Credentials, good, "a body that was not signed"));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(http, DeviceApi.Credentials, unsigned));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(http, DeviceApi.Credentials, null));
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync(http, DeviceApi.Credentials, Sign(key, "gate-pi", DeviceApi.Credentials, old)));
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync(http, DeviceApi.Credentials, Sign(key, "gate-pi", DeviceApi.Credentials, new string('A', challenge.Length))));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(http, DeviceApi.Credentials, good));
    }

    [Fact]
    public async Task Add_NameThatIsPairedOrCannotBe_SaysWhatIsWrong()
    {
        await using var site = await PairingSite.StartAsync(azurite);
        await site.PairAsync("gate-pi");

        Assert.Contains("revoke it first", (await Assert.ThrowsAsync<DeviceException>(() => site.Registry.AddAsync("gate-pi", "farm", [], Token))).Message, StringComparison.Ordinal);
        Assert.Contains("two hyphens", (await Assert.ThrowsAsync<DeviceException>(() => site.Registry.AddAsync("gate--pi", "farm", [], Token))).Message, StringComparison.Ordinal);
        Assert.Contains("Camera 'Gate'", (await Assert.ThrowsAsync<DeviceException>(() => site.Registry.AddAsync("pi", "farm", ["Gate"], Token))).Message, StringComparison.Ordinal);
    }

    private static string Sign(ECDsa key, string device, string path, string challenge) =>
        DeviceToken.Write(key, new DeviceClaims { Device = device, Path = path, Challenge = challenge, BodySha256 = DeviceToken.HashOf([]) });

    private static async Task<HttpStatusCode> PostAsync(HttpClient http, string path, string? token, string body = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body) };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.SendAsync(request, Token);
        return answer.StatusCode;
    }
}
