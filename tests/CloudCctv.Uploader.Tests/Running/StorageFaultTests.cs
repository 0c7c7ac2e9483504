using CloudCctv.Storage;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Tests.Faults;

namespace CloudCctv.Uploader.Tests.Running;

/// <summary>A running uploader whose disk or store fails it: watching goes on.</summary>
public sealed class StorageFaultTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task DiskFullForAWhile_UploaderLivesAndDeliversAgain()
    {
        using var disk = TinyDisk.TryMount(megabytes: 16);
        Assert.SkipWhen(disk is null, "A file system cannot be mounted here.");
        await using var uploader = new RunningUploader(Settings(disk.Path), StoreFactory.Create(Store(), TimeProvider.System));
        await uploader.UntilAsync(() => uploader.Logged("delivered"));

        disk.Fill();
        await uploader.UntilAsync(() => uploader.Logged("the spool takes no more"));
        var frames = uploader.FramesOf("gate");
        await uploader.UntilAsync(() => uploader.FramesOf("gate") > frames + 50);
        Assert.Single(uploader.Log, line => line.Contains("the spool takes no more", StringComparison.Ordinal));

        disk.Empty();
        var delivered = Delivered(uploader);
        await uploader.UntilAsync(() => Delivered(uploader) > delivered + 1);
    }

    [Fact]
    public async Task StoreHangs_CaptureAndSpoolGoOn_AndAllIsDeliveredWhenItComesBack()
    {
        var store = StoreFactory.Create(Store(), TimeProvider.System);
        using var stuck = new StuckStore(store.Objects);
        await using var uploader = new RunningUploader(Settings(folder.File("data")), store with { Objects = stuck });
        try
        {
            await uploader.UntilAsync(() => Directory.EnumerateFiles(folder.File("data", "spool"), "*.zip").Count() >= 4);
            Assert.Equal(0, Delivered(uploader));
        }
        finally
        {
            stuck.LetGo();
        }

        await uploader.UntilAsync(() => Delivered(uploader) >= 4);
    }

    private static int Delivered(RunningUploader uploader) => uploader.Log.Count(line => line.Contains(": delivered,", StringComparison.Ordinal));

    private StoreOptions Store() => new() { Folder = folder.File("store") };

    private string Settings(string data)
    {
        // Minutes of it, at its own pace.
        MovingSquare.Write(folder.File("gate"), quiet: 36, moving: 6000, seed: 1);
        File.WriteAllText(folder.File("settings.json"), $$"""
            { "site": "farm", "device": "pi", "dataFolder": "{{data}}", "health": { "enabled": false },
              "spool": { "keepFreeMegabytes": 10, "maximumMegabytes": 50 },
              "batches": { "seconds": 0.5, "firstSeconds": 0.5 },
              "cameras": [ { "name": "gate", "source": "{{folder.File("gate")}}", "events": { "maximumSeconds": 5 }, "capture": { "folderFramesPerSecond": 25 } } ] }
            """);
        return folder.File("settings.json");
    }
}
