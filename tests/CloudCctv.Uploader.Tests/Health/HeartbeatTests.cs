using CloudCctv.Contracts.Health;
using CloudCctv.Storage;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Tests.Running;

namespace CloudCctv.Uploader.Tests.Health;

/// <summary>What a running uploader says of itself, read back from real stores.</summary>
public sealed class HeartbeatTests(AzuriteFixture azurite) : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public Task FolderStore_HoldsTheHeartbeat() => ReadBackAsync(new StoreOptions { Folder = folder.File("store") });

    [Fact]
    public async Task AzureStore_HoldsTheHeartbeat() => await ReadBackAsync(new StoreOptions
    {
        ConnectionString = (await azurite.ServerAsync()).ConnectionString,
        Container = AzuriteFixture.UniqueName(),
        Queue = AzuriteFixture.UniqueName(),
    });

    [Fact]
    public async Task LensIsCovered_HeartbeatSaysSoAtOnce_AndAgainWhenItIsFree()
    {
        using var camera = new MjpegCamera(folder);
        File.WriteAllText(folder.File("settings.json"), $$"""
            { "site": "farm", "device": "pi", "dataFolder": "{{folder.File("data")}}", "health": { "heartbeatSeconds": 3600 },
              "cameras": [ { "name": "gate", "source": "{{camera.Url}}", "tamper": { "darkSeconds": 2 } } ] }
            """);
        await using var uploader = new RunningUploader(
            folder.File("settings.json"), StoreFactory.Create(new StoreOptions { Folder = folder.File("store") }, TimeProvider.System));

        // It learns one picture a second, twenty at least.
        await uploader.UntilAsync(() => uploader.FramesOf("gate") > 25 * 20);
        camera.Show("color=black");
        await uploader.UntilAsync(async () => await uploader.HeartbeatAsync() is { Cameras: [{ State: CameraState.Dark }] });
        Assert.True(uploader.Logged("gate: the picture went dark at once"));

        camera.Show("testsrc");
        await uploader.UntilAsync(async () => await uploader.HeartbeatAsync() is { Cameras: [{ State: CameraState.Watching }] });
    }

    private async Task ReadBackAsync(StoreOptions options)
    {
        using var camera = new MjpegCamera(folder);
        File.WriteAllText(folder.File("settings.json"), $$"""
            { "site": "farm", "device": "pi", "dataFolder": "{{folder.File("data")}}", "health": { "heartbeatSeconds": 10 }, "cameras": [
              { "name": "gate", "source": "{{camera.Url}}" },
              { "name": "yard", "source": "http://127.0.0.1:{{FreePort.Next()}}/nobody" } ] }
            """);
        await using var uploader = new RunningUploader(folder.File("settings.json"), StoreFactory.Create(options, TimeProvider.System));

        // A change of state takes a heartbeat along.
        Heartbeat? heartbeat = null;
        await uploader.UntilAsync(async () => (heartbeat = await uploader.HeartbeatAsync()) is { Cameras: [{ State: CameraState.Lost }, { State: CameraState.Watching }] });

        Assert.Equal(("farm", "pi", "yard", "gate"), (heartbeat!.Site, heartbeat.Device, heartbeat.Cameras[0].Name, heartbeat.Cameras[1].Name));
        Assert.True(heartbeat is { Uptime: > 0, FreeMb: > 0, Spool: { Bytes: 0, Oldest: null, Evicted: 0 }, LastUpload: null });
        Assert.Equal((0L, null), (heartbeat.Cameras[0].Seen, heartbeat.Cameras[0].Last));
        Assert.True(heartbeat.Cameras[1] is { Seen: > 0, Last: >= 0 });
        Assert.Equal((12, null, null), (heartbeat.Settings.Hash.Length, heartbeat.Settings.Remote, heartbeat.Settings.Refused));
    }
}
