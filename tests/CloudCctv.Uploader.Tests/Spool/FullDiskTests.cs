using System.IO.Compression;
using CloudCctv.Storage;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Retry;
using CloudCctv.Uploader.Spool;
using CloudCctv.Uploader.Tests.Capture;
using CloudCctv.Uploader.Upload;

namespace CloudCctv.Uploader.Tests.Spool;

/// <summary>On a real file system that is full or read-only.</summary>
public sealed class FullDiskTests : IDisposable
{
    private const string Skipped = "A file system cannot be mounted here.";

    private readonly TinyDisk? disk = TinyDisk.TryMount(megabytes: 1);
    private readonly LineLog log = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => disk?.Dispose();

    [Fact]
    public void DiskFillsUpMidEvent_LosesOnlyWhatDoesNotFit_TellsOnceAndGoesOnWhenThereIsRoom()
    {
        Assert.SkipWhen(disk is null, Skipped);
        using var spool = new SpoolFolder(Path.Combine(disk.Path, "spool"));
        var recovery = new SpoolRecovery(spool, "pi", log);
        using var spooler = Spooler(spool, recovery);
        spooler.Confirm([SpoolSample.Frame(1, 40_000)], continues: false);
        for (var i = 2; i <= 60; i++)
        {
            spooler.Add(SpoolSample.Frame(i, 40_000));
        }

        var lost = spool.Trouble.FramesLost;
        Assert.InRange(lost, 30, 40);
        Assert.Single(log.Lines, line => line.Contains("takes no more", StringComparison.Ordinal));

        // What is there can be sent and makes room.
        var before = FramesIn(spool);
        spool.Delivered(spool.Waiting()[0]);
        spool.Delivered(spool.Waiting()[0]);
        var sent = before - FramesIn(spool);
        spooler.Add(SpoolSample.Frame(61, 40_000));
        spooler.End();
        Rounds(spool, recovery, 10);

        Assert.Equal(61, lost + sent + FramesIn(spool));
        Assert.Equal(0, spool.Unsealed);
        Assert.Single(log.Lines, line => line.Contains($"again: {lost} frames were lost", StringComparison.Ordinal));
        Assert.Single(log.Lines, line => line.Contains("takes no more", StringComparison.Ordinal));
    }

    [Fact]
    public void DiskIsFullWhileSealing_BatchIsFinishedWhenThereIsRoom_WithoutANewEvent()
    {
        Assert.SkipWhen(disk is null, Skipped);
        using var spool = new SpoolFolder(Path.Combine(disk.Path, "spool"));
        var recovery = new SpoolRecovery(spool, "pi", log);
        using var spooler = Spooler(spool, recovery, seconds: 600);
        spooler.Confirm([SpoolSample.Frame(1)], continues: false);
        // So many that manifest and directory need more than what the last block of the part may have left.
        for (var i = 2; i <= 20; i++)
        {
            spooler.Add(SpoolSample.Frame(i));
        }

        disk.Fill();
        spooler.End();
        Rounds(spool, recovery, 3);
        Assert.Single(log.Lines, line => line.Contains("takes no more", StringComparison.Ordinal));
        Assert.Equal(1, spool.Unsealed);

        disk.Empty();
        Rounds(spool, recovery, 1);

        Assert.Equal((0, 2), (spool.Unsealed, spool.Waiting().Count));
        Assert.Equal(20, FramesIn(spool));
    }

    [Fact]
    public void DiskTurnsReadOnlyBetweenEvents_TellsOnceAndGoesOnWhenItIsWritable()
    {
        Assert.SkipWhen(disk is null, Skipped);
        var root = Path.Combine(disk.Path, "spool");
        // The lock file is open for writing, and the kernel would not remount: a spool without it.
        new SpoolFolder(root).Dispose();
        disk.MakeReadOnly();
        using var spool = new SpoolFolder(root);
        var recovery = new SpoolRecovery(spool, "pi", log);
        using var spooler = Spooler(spool, recovery);

        spooler.Confirm([SpoolSample.Frame(1), SpoolSample.Frame(2)], continues: false);
        spooler.Add(SpoolSample.Frame(3));
        spooler.End();
        Rounds(spool, recovery, 10);
        Assert.Equal(3, spool.Trouble.FramesLost);
        disk.MakeWritable();
        spooler.Confirm([SpoolSample.Frame(4)], continues: false);
        spooler.End();
        Rounds(spool, recovery, 10);

        Assert.Equal(1, FramesIn(spool));
        Assert.Single(log.Lines, line => line.Contains("takes no more", StringComparison.Ordinal));
        Assert.Single(log.Lines, line => line.Contains("again: 3 frames were lost", StringComparison.Ordinal));
    }

    [Fact]
    public async Task StartOnAReadOnlyDisk_WhatWaitsThereIsDelivered()
    {
        Assert.SkipWhen(disk is null, Skipped);
        var root = Path.Combine(disk.Path, "spool");
        using (var before = new SpoolFolder(root))
        {
            SpoolSample.Fill(before, SpoolSample.Batch());
            using var left = new PartFile(before, "pi", SpoolSample.Batch(2));
        }

        disk.MakeReadOnly();
        using var folder = new TempFolder();
        var store = StoreFactory.Create(new StoreOptions { Folder = folder.File("store") }, TimeProvider.System);
        await store.EnsureCreatedAsync(Token);
        using var spool = new SpoolFolder(root);
        new SpoolRecovery(spool, "pi", log).Run();
        using var lane = new UploadLane(
            spool, new BatchDelivery(spool, store.Objects, store.Queue), _ => true, new BackOff(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(50), new Random(1)), TimeProvider.System, log);

        await lane.RunAsync(finishing: new CancellationToken(canceled: true), Token);

        Assert.Equal(1, lane.Delivered);
        Assert.Equal(1, await store.Queue.CountAsync(Token));
        Assert.Throws<SpoolException>(() => new SpoolFolder(root));
    }

    private EventSpooler Spooler(SpoolFolder spool, SpoolRecovery recovery, double seconds = 1) =>
        new(spool, "pi", "farm", "gate", new BatchOptions { Seconds = seconds, FirstSeconds = seconds }, new Random(1), log, recovery);

    private void Rounds(SpoolFolder spool, SpoolRecovery recovery, int rounds)
    {
        var upkeep = new SpoolUpkeep(spool, recovery, new ManualTimeProvider(), log);
        for (var i = 0; i < rounds; i++)
        {
            upkeep.Round();
        }
    }

    private static int FramesIn(SpoolFolder spool) => spool.Waiting().Sum(batch =>
    {
        using var zip = new ZipArchive(spool.OpenRead(batch));
        return zip.Entries.Count - 1;
    });
}
