using System.Net.WebSockets;
using System.Text.Json;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Live;
using CloudCctv.Uploader.Motion;
using CloudCctv.Uploader.Tests.Live.Support;

namespace CloudCctv.Uploader.Tests.Live.Pictures;

public sealed class LiveSocketTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Picture_ComesBehindAMessageThatSaysWhatTheGateSaw()
    {
        await using var site = await LiveSite.StartSignedInAsync();
        using var socket = await OpenAsync(site);
        var frame = LiveScene.Jpeg(1);
        var original = frame.Data.Span.ToArray();

        site.View().Publish(frame, score: 0.25);

        var status = await NextStatusAsync(socket);
        Assert.Equal((0.25, true, "watching", true), (status.GetProperty("score").GetDouble(), status.GetProperty("motion").GetBoolean(), status.GetProperty("state").GetString(), status.GetProperty("monitoring").GetBoolean()));
        Assert.Equal(0.2, status.GetProperty("box").GetProperty("top").GetDouble());
        Assert.Equal("drive", status.GetProperty("zones")[0].GetString());
        var (type, bytes) = await socket.NextMessageAsync(Token);
        Assert.Equal(WebSocketMessageType.Binary, type);
        Assert.Equal(original, bytes);
    }

    [Fact]
    public async Task FastCamera_TenPicturesPerSecondAtMost_AndNoPeakIsLost()
    {
        var clock = new ManualTimeProvider();
        await using var site = await LiveSite.StartSignedInAsync(clock: clock);
        using var socket = await OpenAsync(site);
        var (pictures, highest) = (0, 0.0);

        for (var number = 0; number < 150; number++)
        {
            // One frame of the five between two pictures moves.
            site.View().Publish(LiveScene.Decoded(number), score: number == 63 ? 0.5 : 0);
            clock.Advance(TimeSpan.FromMilliseconds(20));
            while (pictures < site.View().Feed.Published)
            {
                highest = Math.Max(highest, (await NextStatusAsync(socket)).GetProperty("score").GetDouble());
                Assert.Equal(WebSocketMessageType.Binary, (await socket.NextMessageAsync(Token)).Type);
                pictures++;
            }
        }

        Assert.InRange(pictures, 28, 31);
        Assert.Equal(0.5, highest);
    }

    [Fact]
    public async Task CameraIsGone_ViewerIsTold()
    {
        var clock = new ManualTimeProvider();
        await using var site = await LiveSite.StartSignedInAsync(clock: clock);
        using var socket = await OpenAsync(site);
        site.View().Lost();
        await LiveScene.UntilAsync(() => clock.WaitingTimers > 0);

        clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal("lost", (await NextStatusAsync(socket)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task ViewerLeaves_ItsSeatIsFree()
    {
        await using var site = await LiveSite.StartSignedInAsync(new LiveOptions { MaxViewers = 1 });
        using (var socket = await OpenAsync(site))
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Token);
            await LiveScene.UntilAsync(() => site.View().Feed.Watchers == 0);
        }

        using var next = await OpenAsync(site);
    }

    [Fact]
    public async Task Monitoring_StoppedFromThePage_IsToldToEveryViewer()
    {
        await using var site = await LiveSite.StartSignedInAsync();
        using var socket = await OpenAsync(site);

        using (await site.WishAsync("/cameras/gate/monitoring/off"))
        {
            site.View().Publish(LiveScene.Jpeg(1));
        }

        Assert.False((await NextStatusAsync(socket)).GetProperty("monitoring").GetBoolean());
        Assert.Equal(GateState.Watching, site.View().LastMotion!.State);
    }

    private static async Task<WebSocket> OpenAsync(LiveSite site)
    {
        var socket = await site.ConnectAsync("/cameras/gate/ws");
        await LiveScene.UntilAsync(() => site.View().Feed.Watchers == 1);
        return socket;
    }

    private static async Task<JsonElement> NextStatusAsync(WebSocket socket)
    {
        var (type, bytes) = await socket.NextMessageAsync(Token);
        Assert.Equal(WebSocketMessageType.Text, type);
        return JsonDocument.Parse(bytes).RootElement;
    }
}
