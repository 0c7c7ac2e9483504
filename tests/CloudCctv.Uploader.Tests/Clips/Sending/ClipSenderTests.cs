using System.Diagnostics;
using CloudCctv.Analysis.Intake;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage;
using CloudCctv.Storage.Objects;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Clips;
using CloudCctv.Uploader.Clips.Sending;
using CloudCctv.Uploader.Spool;
using CloudCctv.Uploader.Spool.Room;
using CloudCctv.Uploader.Spool.Zip;
using CloudCctv.Uploader.Tests.Capture;
using CloudCctv.Uploader.Tests.Spool;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudCctv.Uploader.Tests.Clips.Sending;

public sealed class ClipSenderTests : IDisposable
{
    private static readonly BatchName Batch = new(ClipSample.Event(), BatchName.ClipPart);

    private readonly TempFolder folder = new();
    private readonly LineLog log = new();
    private readonly SpoolFolder spool;
    private readonly ClipSender sender;

    public ClipSenderTests()
    {
        spool = new SpoolFolder(folder.File("spool"));
        sender = new ClipSender(spool, "pi-4", log);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        spool.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Put_RealClip_IsABatchThatAnyReaderOpens()
    {
        await ClipSample.RecordAsync(folder.File("clips"), new ClipOptions(), ClipSample.Jpegs(12).Select((jpeg, i) => (jpeg, i * 0.1)));
        var clip = folder.File("clips", ClipSample.Files(folder.File("clips")).Single());

        Assert.Equal(ClipOutcome.Spooled, Put(clip));

        Assert.Equal([Batch], spool.Waiting());
        await using (var zip = spool.OpenRead(Batch))
        {
            Assert.Equal(zip.Length, spool.Bytes);
            var manifest = ClipZip.AssertHolds(zip, Batch, clip);
            Assert.Equal(("pi-4", Batch.Event.Start, null), (manifest.Device, manifest.EventStart, manifest.Clock));
        }

        Assert.SkipUnless(File.Exists("/usr/bin/python3"), "python3 is not installed.");
        using var python = Process.Start("/usr/bin/python3", ["-m", "zipfile", "-t", Directory.GetFiles(folder.File("spool"), "*.zip").Single()]);
        await python.WaitForExitAsync(Token);
        Assert.Equal(0, python.ExitCode);
    }

    [Fact]
    public async Task Put_RealClip_IsAnMp4ForTheCloudSideByteForByte()
    {
        await ClipSample.RecordAsync(folder.File("clips"), new ClipOptions(), ClipSample.Jpegs(12).Select((jpeg, i) => (jpeg, i * 0.1)));
        var clip = folder.File("clips", ClipSample.Files(folder.File("clips")).Single());
        Assert.Equal(ClipOutcome.Spooled, Put(clip));

        await OpenedAsync(Batch, spool.OpenRead(Batch), async open =>
        {
            await using var film = await open.OpenClipAsync(Token);
            using var bytes = new MemoryStream();
            await film.CopyToAsync(bytes, Token);
            Assert.Equal(await File.ReadAllBytesAsync(clip, Token), bytes.ToArray());
        });
    }

    [Fact]
    public async Task EntryWrittenPieceByPiece_PassesTheStrictReaderOfTheCloudSide()
    {
        // A picture of several pieces in place of the clip: the reader looks at structure, lengths, CRC and hashes alike.
        var name = SpoolSample.Batch();
        var frame = new FrameName(1, SpoolSample.Start).ToString();
        var jpeg = ClipSample.Jpegs(1, "nullsrc=size=1920x1080,geq=random(1)*255:128:128", quality: "1")[0];
        Assert.InRange(jpeg.Length, 400_000, 16_000_000);
        Write(name, frame, jpeg);
        await OpenedAsync(name, File.OpenRead(folder.File("frame.zip")), async open =>
        {
            using var read = await open.ReadFrameAsync(open.Manifest.Frames[0], Token);
            Assert.Equal(jpeg.Length, open.Manifest.Frames[0].Bytes);
        });
    }

    [Fact]
    public async Task Put_RealClip_PassesTheStrictReaderOfTheCloudSide()
    {
        await ClipSample.RecordAsync(folder.File("clips"), new ClipOptions(), ClipSample.Jpegs(30).Select((jpeg, i) => (jpeg, i * 0.1)));
        var clip = folder.File("clips", ClipSample.Files(folder.File("clips")).Single());
        Put(clip);

        try
        {
            await OpenedAsync(Batch, spool.OpenRead(Batch), open =>
            {
                Assert.Equal(new FileInfo(clip).Length, open.Manifest.Clip!.Bytes);
                return Task.CompletedTask;
            });
        }
        catch (BatchRejectedException exception) when (exception.Fault == BatchFault.EntryName)
        {
            Assert.Skip("This cloud side does not know clips.");
        }
    }

    [Fact]
    public void Put_LongClip_IsNeverInMemoryAsAWhole()
    {
        var clip = FakeClip.Write(folder.File("long.mp4"), 40_000_000);
        Put(FakeClip.Write(folder.File("short.mp4")), new BatchName(ClipSample.Event(minute: 1), BatchName.ClipPart));
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(ClipOutcome.Spooled, Put(clip));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_000_000);
        using var zip = spool.OpenRead(Batch);
        ClipZip.AssertHolds(zip, Batch, clip);
    }

    [Fact]
    public void Put_LongerThanABatchMayBe_IsNotSentAndSaidOnce()
    {
        var clip = FakeClip.Write(folder.File("long.mp4"));
        using (var file = File.OpenWrite(clip))
        {
            file.SetLength(ClipOptions.MaxSentBytes + 1);
        }

        Assert.Equal((ClipOutcome.TooLong, ClipOutcome.TooLong), (Put(clip), Put(clip)));

        Assert.Empty(spool.Waiting());
        Assert.Contains("it has 62 MB, and 62 MB can be sent at most", Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_ClipThatNoBrowserPlays_IsNotSent()
    {
        await ClipSample.RecordAsync(folder.File("clips"), new ClipOptions { Codec = ClipCodec.Copy }, ClipSample.Jpegs(5).Select((jpeg, i) => (jpeg, i * 0.1)));

        Assert.Equal(ClipOutcome.NotPlayable, Put(folder.File("clips", ClipSample.Files(folder.File("clips")).Single())));

        Assert.Contains("browsers do not play it", Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Put_FileThatIsGone_IsNever() => Assert.Equal(ClipOutcome.Never, Put(folder.File("gone.mp4")));

    [Fact]
    public void Put_Twice_IsInTheSpoolOnce()
    {
        var clip = FakeClip.Write(folder.File("clip.mp4"));

        Assert.Equal((ClipOutcome.Spooled, ClipOutcome.Spooled), (Put(clip), Put(clip)));

        Assert.Equal([Batch], spool.Waiting());
        Assert.True(spool.Claims.TryClaim(Batch));
    }

    [Fact]
    public void Put_ClockWasNotSet_ManifestSaysSo()
    {
        spool.IsEstimated = _ => true;
        var clip = FakeClip.Write(folder.File("clip.mp4"));

        Put(clip);

        using var zip = spool.OpenRead(Batch);
        Assert.Equal(BatchManifest.ClockEstimated, ClipZip.AssertHolds(zip, Batch, clip).Clock);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Put_NoRoom_TakesNothingsPlaceAndIsSaidOnce(bool spoolFull)
    {
        long? free = spoolFull ? null : 10_004_000;
        var givenUp = new List<BatchName>();
        spool.Room = new SpoolRoom(spool, new SpoolOptions { MaximumMegabytes = spoolFull ? 0.02 : 8000, KeepFreeMegabytes = 10 }, () => free, log);
        spool.Room.GivenUp += givenUp.Add;
        BatchName[] pictures = [SpoolSample.Batch(4, minute: 30, id: "aaaaaaaa"), SpoolSample.Batch(5, minute: 30, id: "aaaaaaaa")];
        Array.ForEach(pictures, batch => SpoolSample.Fill(spool, batch));
        var clip = FakeClip.Write(folder.File("clip.mp4"));

        Assert.Equal((ClipOutcome.NoRoom, ClipOutcome.NoRoom), (Put(clip), Put(clip)));

        Assert.Empty(givenUp);
        Assert.Equal(pictures, spool.Waiting());
        Assert.Contains(spoolFull ? "spool.maximumMegabytes" : "spool.keepFreeMegabytes", Assert.Single(log.Lines), StringComparison.Ordinal);

        free = null;
        spool.Delivered(pictures[0]);
        Assert.Equal(ClipOutcome.Spooled, Put(clip));
    }

    [Fact]
    public void Put_DiskBecomesFullInTheMiddle_LeavesNothingAndIsTriedAgain()
    {
        using var disk = TinyDisk.TryMount(megabytes: 4);
        Assert.SkipWhen(disk is null, "mounting is not allowed here");
        using var small = new SpoolFolder(Path.Combine(disk.Path, "spool"));
        var writer = new ClipSender(small, "pi-4", log);
        var clip = FakeClip.Write(folder.File("clip.mp4"), 6_000_000);

        Assert.Equal(ClipOutcome.NoRoom, writer.Put(Batch.Event, clip, Token));

        Assert.Empty(small.UnfinishedParts());
        Assert.Equal((0, 0), (small.Bytes, small.Unsealed));
        Assert.Equal(ClipOutcome.Spooled, writer.Put(Batch.Event, FakeClip.Write(folder.File("clip.mp4"), 1_000_000), Token));
    }

    [Fact]
    public void Restart_HalfACopy_IsRemovedAndIsNoLostBatch()
    {
        Put(FakeClip.Write(folder.File("clip.mp4"), 300_000));
        File.Move(Directory.GetFiles(folder.File("spool"), "*.zip").Single(), spool.PartFileOf(Batch));
        var recovery = new SpoolRecovery(spool, "pi-4", log);

        recovery.Run();

        Assert.Empty(spool.UnfinishedParts());
        Assert.Equal((0, 0), (recovery.Finished, recovery.Empty));
        Assert.Contains(log.Lines, line => line.EndsWith("removed; the device keeps it", StringComparison.Ordinal));
    }

    private async Task OpenedAsync(BatchName name, Stream batch, Func<OpenBatch, Task> look)
    {
        var store = StoreFactory.Create(new StoreOptions { Folder = folder.File("store") }, TimeProvider.System);
        await store.EnsureCreatedAsync(Token);
        await using (batch)
        {
            await store.Objects.PutNewAsync(new ObjectName(StoreLayout.ObjectFor(name)), batch, Token);
        }

        var options = new IntakeOptions();
        using var intake = new ZipSpool(options);
        await using var open = await new BatchReader(store.Objects, intake, options, new ManualTimeProvider(SpoolSample.Start)).OpenAsync(name, Token);
        await look(open!);
    }

    private ClipOutcome Put(string clip, BatchName? batch = null) => sender.Put((batch ?? Batch).Event, clip, Token);

    private void Write(BatchName name, string frame, byte[] jpeg)
    {
        using var zip = File.OpenHandle(folder.File("frame.zip"), FileMode.Create, FileAccess.Write);
        var writer = new StoredZipWriter(zip, [], 0);
        using var content = new MemoryStream(jpeg);
        var sha256 = writer.Add(frame, SpoolSample.Start, content, Token);
        writer.Add(BatchManifest.EntryName, SpoolSample.Start, ManifestSerializer.Write(new BatchManifest
        {
            Version = BatchManifest.CurrentVersion,
            Device = "pi-4",
            Site = name.Event.Site,
            Camera = name.Event.Camera,
            Event = name.Event.Id,
            EventStart = name.Event.Start,
            Part = name.Part,
            Frames = [new FrameRecord { Name = frame, Time = SpoolSample.Start, MotionScore = 0, MotionBox = null, Zones = [], Sha256 = sha256, Bytes = jpeg.Length }],
        }));
        writer.Finish();
    }
}
