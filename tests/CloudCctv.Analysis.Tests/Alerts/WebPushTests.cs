using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Alerts.Http;
using CloudCctv.Analysis.Alerts.WebPush;
using CloudCctv.Analysis.Tests.Support;

namespace CloudCctv.Analysis.Tests.Alerts;

public sealed class WebPushTests
{
    private static readonly Dictionary<string, string?> Loopback = new() { ["Alerts:WebPush:AllowPrivateAddresses"] = "true", ["Alerts:WebPush:Subject"] = "mailto:owner@example.org" };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>RFC 8291, section 5 and appendix A.</summary>
    [Fact]
    public void Encrypt_ExampleOfTheRfc_IsTheSameToTheByte()
    {
        var own = Base64Url.DecodeFromChars("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8");
        var key = PushEncryption.Key(own) with { D = Base64Url.DecodeFromChars("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw") };
        using var sender = ECDiffieHellman.Create(key);

        var body = PushEncryption.Encrypt(
            "When I grow up, I want to be a watermelon"u8,
            Base64Url.DecodeFromChars("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
            Base64Url.DecodeFromChars("BTBZMqHH6r4Tts7J_aSIgg"),
            sender,
            Base64Url.DecodeFromChars("DGv6ra1nlYgDCS1FRnbzlw"));

        Assert.Equal(
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN",
            Base64Url.EncodeToString(body));
    }

    [Fact]
    public async Task Send_AnotherLibraryReadsIt_AndTheServiceKnowsWhoSentIt()
    {
        await using var service = await HookServer.StartAsync();
        await using var system = new Installation(settings: Loopback);
        using var browser = new Browser();
        await SubscribeAsync(system, service, "/send/1", browser);

        var outcome = await system.Get<WebPushChannel>().SendAsync(Messages.Sample(), Token);

        Assert.Equal(AlertVerdict.Delivered, outcome.Verdict);
        var call = Assert.Single(service.Calls);
        Assert.Equal(("POST", "/send/1", "aes128gcm", "high", "86400"), (call.Method, call.Path, call.Headers["Content-Encoding"], call.Headers["Urgency"], call.Headers["TTL"]));
        Assert.Equal(32, call.Headers["Topic"].Length);
        await AssertSignedAsync(system, service, call);
        var shown = await browser.ReadAsync(call.Body);
        Assert.Equal(("Person at gate (farm)", "farm/gate/2026/11/20/073205123-4k7x9m2q"), ((string?)shown["title"], (string?)shown["tag"]));
        Assert.Equal(("/events/farm/gate/2026/11/20/073205123-4k7x9m2q", false), ((string?)shown["url"], (bool?)shown["update"]));
    }

    [Fact]
    public async Task Send_Update_HasTheSameTopicAndTagAndIsNotUrgent()
    {
        await using var service = await HookServer.StartAsync();
        await using var system = new Installation(settings: Loopback);
        using var browser = new Browser();
        await SubscribeAsync(system, service, "/send/1", browser);
        var first = await system.Get<WebPushChannel>().SendAsync(Messages.Sample(), Token);
        var more = Messages.Sample();

        await system.Get<WebPushChannel>().SendAsync(more with { Alert = more.Alert with { Revision = 1, People = 3 }, IsUpdate = true, Receipt = first.Receipt }, Token);

        Assert.Equal(2, service.Calls.Count);
        Assert.Single(service.Calls.Select(call => call.Headers["Topic"]).Distinct());
        Assert.Equal("normal", service.Calls[1].Headers["Urgency"]);
        Assert.True((bool?)(await browser.ReadAsync(service.Calls[1].Body))["update"]);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(410)]
    public async Task Send_ServiceNoLongerKnowsIt_TheSubscriptionIsRemoved(int status)
    {
        await using var service = await HookServer.StartAsync();
        await using var system = new Installation(settings: Loopback);
        using var browser = new Browser();
        await SubscribeAsync(system, service, "/send/1", browser);
        service.Fail(1, status);

        Assert.Equal(AlertVerdict.NoReceiver, (await system.Get<WebPushChannel>().SendAsync(Messages.Sample(), Token)).Verdict);

        Assert.Empty(await system.Get<PushSubscriptions>().ListAsync(Token).ToListAsync(Token));
        Assert.Equal(AlertVerdict.NoReceiver, (await system.Get<WebPushChannel>().SendAsync(Messages.Sample(), Token)).Verdict);
        Assert.Single(service.Calls);
    }

    [Fact]
    public async Task Send_OneServiceIsDown_TheOtherIsNotToldAgain()
    {
        await using var up = await HookServer.StartAsync();
        await using var down = await HookServer.StartAsync();
        await using var system = new Installation(settings: Loopback);
        using var browser = new Browser();
        await SubscribeAsync(system, up, "/up", browser);
        await SubscribeAsync(system, down, "/down", browser);
        down.Answers.Enqueue((429, "3600", null));

        var first = await system.Get<WebPushChannel>().SendAsync(Messages.Sample(), Token);
        var second = await system.Get<WebPushChannel>().SendAsync(Messages.Sample() with { Receipt = first.Receipt }, Token);

        Assert.Equal((AlertVerdict.TryLater, TimeSpan.FromHours(1), AlertVerdict.Delivered), (first.Verdict, first.RetryAfter, second.Verdict));
        Assert.Single(up.Calls);
        Assert.Equal(2, down.Calls.Count);
    }

    [Fact]
    public async Task Add_WhatIsNoSubscription_SaysWhy()
    {
        await using var system = new Installation();
        using var browser = new Browser();

        async Task<string> FaultAsync(string endpoint, string p256dh, string auth) => (await Assert.ThrowsAsync<PushSubscriptionException>(
            () => system.Get<PushSubscriptions>().AddAsync(new Uri(endpoint), p256dh, auth, "phone", Token))).Message;

        Assert.Equal("endpoint is http; it must be https.", await FaultAsync("http://push.example.org/1", browser.P256dh, browser.Auth));
        Assert.Equal("auth must be 16 bytes, base64url.", await FaultAsync("https://push.example.org/1", browser.P256dh, "AAAA"));
        Assert.Equal("p256dh must be an uncompressed point of P-256, base64url.", await FaultAsync("https://push.example.org/1", new string('A', 87), browser.Auth));
    }

    [Fact]
    public async Task Send_EndpointInOurNetwork_IsNotCalled()
    {
        await using var service = await HookServer.StartAsync();
        using var http = new AlertHttp(TimeProvider.System, publicOnly: true);
        var inside = new Uri($"http://localhost:{service.Address.Port}/");

        var outcome = await http.SendAsync(() => new HttpRequestMessage(HttpMethod.Post, inside), Token);

        Assert.Equal(AlertVerdict.TryLater, outcome.Verdict);
        Assert.Empty(service.Calls);
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("2002:a00:1::", false)]
    [InlineData("64:ff9b::a00:1", false)]
    public void PublicAddresses_AreThoseOfTheInternet(string address, bool isPublic) =>
        Assert.Equal(isPublic, PublicAddresses.Has(IPAddress.Parse(address)));

    private static async Task SubscribeAsync(Installation system, HookServer service, string path, Browser browser) =>
        await system.Get<PushSubscriptions>().AddAsync(new Uri(service.Address, path), browser.P256dh, browser.Auth, "phone", Token);

    // As a push service would check it (RFC 8292).
    private static async Task AssertSignedAsync(Installation system, HookServer service, HookServer.Call call)
    {
        var parts = call.Headers["Authorization"]["vapid t=".Length..].Split(", k=");
        Assert.Equal(await system.Get<VapidKey>().PublicAsync(Token), parts[1]);
        using var key = ECDsa.Create(PushEncryption.Key(Base64Url.DecodeFromChars(parts[1])));
        var token = parts[0].Split('.');
        Assert.True(key.VerifyData(
            Encoding.ASCII.GetBytes($"{token[0]}.{token[1]}"), Base64Url.DecodeFromChars(token[2]), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
        var claims = JsonNode.Parse(Base64Url.DecodeFromChars(token[1]))!;
        Assert.Equal((service.Address.GetLeftPart(UriPartial.Authority), "mailto:owner@example.org"), ((string?)claims["aud"], (string?)claims["sub"]));
        Assert.InRange((long)claims["exp"]!, system.Clock.GetUtcNow().ToUnixTimeSeconds(), system.Clock.GetUtcNow().AddDays(1).ToUnixTimeSeconds());
    }
}
