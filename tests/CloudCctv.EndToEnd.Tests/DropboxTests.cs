using System.Collections.Concurrent;
using CloudCctv.Demo;
using CloudCctv.Tests.Support;
using Server = CloudCctv.DropboxServer.DropboxServer;

namespace CloudCctv.EndToEnd.Tests;

/// <summary>Device to Dropbox to server, with real processes and real pedestrians; only Dropbox is on this machine.</summary>
public sealed class DropboxTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly TempFolder folder = new();
    private readonly Phone phone = new(_ => { });
    private readonly ConcurrentQueue<string> lines = new();
    private Server dropbox = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => dropbox = await Server.StartAsync(Token);

    public async ValueTask DisposeAsync()
    {
        await dropbox.DisposeAsync();
        phone.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task RealPedestrians_ByWayOfDropbox_BecomeAlertAndPictureAndTheZipsAreGone()
    {
        var clip = folder.File("first.avi");
        Ffmpeg.Run("-i", Footage.Find("vtest.avi"), "-frames:v", "60", "-c:v", "mjpeg", "-q:v", "3", clip);
        await using var server = await RunningServer.StartAsync(folder.File("server"), [], Environment(), lines.Enqueue, Token);

        await using var uploader = ChildProgram.Start(
            Programs.Uploader,
            ["run", "--source", clip, "--speed", "max", "--site", "farm", "--camera", "gate", "--device", "pi", "--data", folder.File("uploader"), "--store", "dropbox:/cctv"],
            Environment(), lines.Enqueue);
        Assert.Equal(0, await uploader.WaitAsync(Token));
        await UntilAsync(async () => !Zips.Any() && phone.Alerts.Count > 0 && await server.StatusAsync(Token) is { QueueLength: 0, Sightings: > 0 });

        Assert.Contains(dropbox.Calls, call => call == "files/delete_v2 200");
        Assert.Contains("/cctv/health/farm/pi.json", dropbox.Paths);
        Assert.Equal(0, (await server.StatusAsync(Token)).Quarantined);
        Assert.Equal([0xFF, 0xD8], (await server.Http.GetByteArrayAsync("/image.jpg", Token))[..2]);
        Assert.DoesNotContain(lines, line => line.Contains("refresh-", StringComparison.Ordinal) || line.Contains("sl.", StringComparison.Ordinal));
        await server.Program.StopAsync();
    }

    private IEnumerable<string> Zips => dropbox.Paths.Where(path => path.EndsWith(".zip", StringComparison.Ordinal));

    private Dictionary<string, string?> Environment() => new()
    {
        ["CLOUDCCTV_DROPBOX_API"] = dropbox.Address.ToString(),
        ["CLOUDCCTV_DROPBOX_TOKEN"] = dropbox.TokenJson(),
        ["CLOUDCCTV__Dropbox__Inbox"] = "dropbox:/cctv",
        ["CLOUDCCTV__Alerts__Webhooks__0__Name"] = "phone",
        ["CLOUDCCTV__Alerts__Webhooks__0__Url"] = phone.Url,
        ["CLOUDCCTV__Alerts__Webhooks__0__Secret"] = phone.Secret,
    };

    private async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(Patience);
        while (!await condition())
        {
            Assert.False(patience.IsCancellationRequested, $"in vain; Dropbox holds {string.Join(", ", dropbox.Paths)}\n{string.Join('\n', lines)}");
            await Task.Delay(100, Token);
        }
    }
}
