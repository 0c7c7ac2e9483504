using CloudCctv.Storage;
using CloudCctv.Tests.Support;
using CloudCctv.Tests.Support.Proxy;
using CloudCctv.Uploader.Tests.Running;

namespace CloudCctv.Uploader.Tests.Upload.Proxy;

/// <summary>A store that takes connections and never answers: the worst there is, since nothing fails.</summary>
public sealed class DeadStoreTests(AzuriteFixture azurite) : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task StoreThatNeverAnswers_CamerasAreWatchedAndTheirEventsAreSpooled()
    {
        var server = await azurite.ServerAsync();
        var plan = new FaultPlan(seed: 1, probability: 1) { Kinds = [Fault.Stall], StallFor = Timeout.InfiniteTimeSpan };
        await using var blobs = new FaultProxy(server.BlobPort, plan);
        await using var queues = new FaultProxy(server.QueuePort, plan);
        var name = AzuriteFixture.UniqueName();
        var store = StoreFactory.Create(
            new StoreOptions { ConnectionString = AzuriteServer.ConnectionStringThrough(blobs.Port, queues.Port), Container = name, Queue = name }, TimeProvider.System);
        var clip = Ffmpeg.TestClip(folder.File("clip.avi"), "mjpeg", frames: 120);
        File.WriteAllText(folder.File("settings.json"), $$"""
            { "site": "farm", "device": "pi", "dataFolder": "{{folder.File("data")}}", "health": { "heartbeatSeconds": 10 },
              "cameras": [ { "name": "gate", "source": "{{clip}}", "capture": { "maxSpeed": true } } ] }
            """);
        await using var uploader = new RunningUploader(folder.File("settings.json"), store);

        await uploader.UntilAsync(() => uploader.Logged("gate: end of recording after 120 frames"));
        await uploader.UntilAsync(() => Directory.GetFiles(folder.File("data", "spool"), "*.zip").Length > 1);
        await uploader.UntilAsync(() => plan.Counts.ContainsKey(Fault.Stall));
        Assert.False(uploader.Logged("delivered, "));
        Assert.Equal(120, uploader.FramesOf("gate"));
    }
}
