using System.Text;
using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Alerts.Http;
using CloudCctv.Analysis.Alerts.Ntfy;
using CloudCctv.Analysis.Tests.Support;

namespace CloudCctv.Analysis.Tests.Alerts;

public sealed class NtfyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_PutsThePreviewWithTheWordsInHeaders()
    {
        await using var server = await HookServer.StartAsync();
        using var http = new AlertHttp(TimeProvider.System);
        var message = Messages.Sample();

        var outcome = await Channel(server, http, token: "tk_123").SendAsync(message, Token);

        Assert.Equal(AlertOutcome.Delivered, outcome);
        var call = Assert.Single(server.Calls);
        Assert.Equal(("PUT", "/my-topic"), (call.Method, call.Path));
        Assert.Equal(message.Preview.ToArray(), call.Body);
        Assert.Equal("Person at gate (farm)", call.Headers["Title"]);
        Assert.Equal("2 seen, 87 % sure, 2026-11-20 07:32:06 UTC", call.Headers["Message"]);
        Assert.Equal(("rotating_light", "4"), (call.Headers["Tags"], call.Headers["Priority"]));
        Assert.Equal("https://cctv.example.org/events/farm/gate/2026/11/20/073205123-4k7x9m2q", call.Headers["Click"]);
        Assert.Equal(("000002-073206123.jpg", "Bearer tk_123"), (call.Headers["Filename"], call.Headers["Authorization"]));
        Assert.Equal("20261120073205123-4k7x9m2q", call.Headers["X-Sequence-ID"]);
    }

    [Fact]
    public async Task Send_WordsBeyondAscii_AreEncoded()
    {
        await using var server = await HookServer.StartAsync();
        using var http = new AlertHttp(TimeProvider.System);

        await Channel(server, http).SendAsync(Messages.Sample(label: "käse"), Token);

        var title = Assert.Single(server.Calls).Headers["Title"];
        Assert.StartsWith("=?UTF-8?B?", title, StringComparison.Ordinal);
        Assert.Equal("Käse at gate (farm)", Encoding.UTF8.GetString(Convert.FromBase64String(title["=?UTF-8?B?".Length..^2])));
        Assert.False(Assert.Single(server.Calls).Headers.ContainsKey("Authorization"));
    }

    [Fact]
    public async Task Send_LateAndWithoutPicture_IsQuietAndStillTells()
    {
        await using var server = await HookServer.StartAsync();
        using var http = new AlertHttp(TimeProvider.System);

        await Channel(server, http).SendAsync(Messages.Sample(late: true, withPreview: false), Token);

        var call = Assert.Single(server.Calls);
        Assert.Equal(("3", "Late: Person at gate (farm)"), (call.Headers["Priority"], call.Headers["Title"]));
        Assert.Empty(call.Body);
        Assert.False(call.Headers.ContainsKey("Filename"));
    }

    [Fact]
    public async Task Send_FirstCallFails_IsDelivered()
    {
        await using var server = await HookServer.StartAsync();
        using var http = new AlertHttp(TimeProvider.System);
        server.Answers.Enqueue((500, "0", null));

        Assert.Equal(AlertOutcome.Delivered, await Channel(server, http).SendAsync(Messages.Sample(), Token));
        Assert.Equal(2, server.Calls.Count);
    }

    [Fact]
    public void Options_ToString_HidesTopicAndToken() =>
        Assert.Equal("Ntfy 'ntfy'", new NtfyOptions { TopicUrl = new Uri("https://ntfy.sh/topic"), Token = "tk_123" }.ToString());

    private static NtfyChannel Channel(HookServer server, AlertHttp http, string? token = null) =>
        new(new NtfyOptions { TopicUrl = new Uri(server.Address, "/my-topic"), Token = token }, http);
}
