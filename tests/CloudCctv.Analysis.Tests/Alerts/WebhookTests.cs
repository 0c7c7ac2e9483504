using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Alerts.Http;
using CloudCctv.Analysis.Alerts.Webhooks;
using CloudCctv.Analysis.Tests.Support;

namespace CloudCctv.Analysis.Tests.Alerts;

public sealed class WebhookTests
{
    private const string Secret = "a secret that nobody guesses";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_Json_IsSignedAndCarriesTheKey()
    {
        await using var server = await HookServer.StartAsync();
        using var http = new AlertHttp(TimeProvider.System);

        var outcome = await Channel(server, http).SendAsync(Messages.Sample(), Token);

        Assert.Equal(AlertOutcome.Delivered, outcome);
        var call = Assert.Single(server.Calls);
        AssertSigned(call);
        Assert.Equal(("POST", "/hook"), (call.Method, call.Path));
        Assert.Equal("farm/gate/2026/11/20/073205123-4k7x9m2q", call.Headers["Idempotency-Key"]);
        var json = JsonNode.Parse(call.Body)!;
        Assert.Equal("farm/gate/2026/11/20/073205123-4k7x9m2q", (string?)json["key"]);
        Assert.Equal(("gate", 2, 0.87), ((string?)json["camera"], (int?)json["people"], (double?)json["score"]));
        Assert.Equal("/pictures/farm/gate/2026/11/20/073205123-4k7x9m2q/000002-073206123.jpg", (string?)json["picturePath"]);
        Assert.Equal("2026-11-20T07:32:06.123+00:00", (string?)json["time"]);
    }

    [Fact]
    public async Task Send_WithPicture_BothPartsAreSigned()
    {
        await using var server = await HookServer.StartAsync();
        using var http = new AlertHttp(TimeProvider.System);
        var message = Messages.Sample();

        await Channel(server, http, sendPicture: true).SendAsync(message, Token);

        var call = Assert.Single(server.Calls);
        AssertSigned(call);
        Assert.StartsWith("multipart/form-data; boundary=", call.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.True(call.Body.AsSpan().IndexOf(message.Preview.Span) > 0, "The preview is in the body as it is.");
        Assert.Contains("filename=000002-073206123.jpg", Encoding.Latin1.GetString(call.Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_FirstCallsFail_IsDeliveredWithTheSameKey()
    {
        await using var server = await HookServer.StartAsync();
        using var http = new AlertHttp(TimeProvider.System);
        server.Answers.Enqueue((503, "0", null));
        server.Answers.Enqueue((429, "0", null));

        var outcome = await Channel(server, http).SendAsync(Messages.Sample(), Token);

        Assert.Equal(AlertOutcome.Delivered, outcome);
        Assert.Equal(3, server.Calls.Count);
        Assert.Single(server.Calls.Select(call => call.Headers["Idempotency-Key"]).Distinct());
    }

    [Theory]
    [InlineData(400, AlertVerdict.Refused)]
    [InlineData(413, AlertVerdict.Refused)]
    [InlineData(422, AlertVerdict.Refused)]
    [InlineData(401, AlertVerdict.TryLater)]
    [InlineData(403, AlertVerdict.TryLater)]
    [InlineData(404, AlertVerdict.TryLater)]
    public async Task Send_AnswerThatARetryWouldNotChange_IsAskedOnce(int status, AlertVerdict expected)
    {
        await using var server = await HookServer.StartAsync();
        using var http = new AlertHttp(TimeProvider.System);
        server.Fail(5, status);

        var outcome = await Channel(server, http).SendAsync(Messages.Sample(), Token);

        Assert.Equal((expected, $"HTTP {status}"), (outcome.Verdict, outcome.Detail));
        Assert.Single(server.Calls);
    }

    [Fact]
    public async Task Send_AskedToWaitLong_LeavesItToTheOutbox()
    {
        await using var server = await HookServer.StartAsync();
        using var http = new AlertHttp(TimeProvider.System);
        server.Answers.Enqueue((429, "3600", null));

        var outcome = await Channel(server, http).SendAsync(Messages.Sample(), Token);

        Assert.Equal((AlertVerdict.TryLater, TimeSpan.FromHours(1)), (outcome.Verdict, outcome.RetryAfter));
        Assert.Single(server.Calls);
    }

    [Fact]
    public async Task Send_Redirect_IsNotFollowed()
    {
        await using var server = await HookServer.StartAsync();
        await using var elsewhere = await HookServer.StartAsync();
        using var http = new AlertHttp(TimeProvider.System);
        server.Answers.Enqueue((302, null, elsewhere.Address.ToString()));

        var outcome = await Channel(server, http).SendAsync(Messages.Sample(), Token);

        Assert.Equal(AlertVerdict.TryLater, outcome.Verdict);
        Assert.Contains("redirects are not followed", outcome.Detail, StringComparison.Ordinal);
        Assert.Empty(elsewhere.Calls);
    }

    [Fact]
    public async Task Send_NobodyThere_SaysSoWithoutTheAddress()
    {
        var server = await HookServer.StartAsync();
        var channel = Channel(server, new AlertHttp(TimeProvider.System));
        var port = server.Address.Port.ToString(CultureInfo.InvariantCulture);
        await server.DisposeAsync();

        var outcome = await channel.SendAsync(Messages.Sample(), Token);

        Assert.Equal(AlertVerdict.TryLater, outcome.Verdict);
        Assert.DoesNotContain(port, outcome.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Signature_IsThatOfTheDocumentedFormula() => Assert.Equal(
        $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData("key"u8, "1700000000.{}"u8))}",
        WebhookSignature.Sign("key", "1700000000", "{}"u8));

    [Fact]
    public void Options_ToString_HidesTheSecret()
    {
        var options = new WebhookOptions { Url = new Uri("https://example.org/very-secret-path"), Secret = Secret };

        Assert.DoesNotContain("secret", options.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Secret, new AnalysisOptions { Alerts = new AlertOptions { Webhooks = [options] } }.ToString(), StringComparison.Ordinal);
    }

    private static WebhookChannel Channel(HookServer server, AlertHttp http, bool sendPicture = false) =>
        new(new WebhookOptions { Url = new Uri(server.Address, "/hook"), Secret = Secret, SendPicture = sendPicture }, http, TimeProvider.System);

    // As a receiver would check it.
    private static void AssertSigned(HookServer.Call call)
    {
        var timestamp = call.Headers["X-CloudCctv-Timestamp"];
        var age = DateTimeOffset.FromUnixTimeSeconds(long.Parse(timestamp, CultureInfo.InvariantCulture)) - TimeProvider.System.GetUtcNow();
        Assert.InRange(age.Duration(), TimeSpan.Zero, TimeSpan.FromMinutes(5));
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{timestamp}."), .. call.Body];
        var expected = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), signed));
        Assert.Equal($"sha256={expected}", call.Headers["X-CloudCctv-Signature"]);
    }
}
