using System.IO.Compression;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Geometry;
using CloudCctv.Contracts.Names;
using CloudCctv.Imaging;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Clips.Sending;
using CloudCctv.Uploader.Clock;
using CloudCctv.Uploader.Events;
using CloudCctv.Uploader.Motion;
using CloudCctv.Uploader.Spool;
using CloudCctv.Uploader.Tests.Clips.Sending;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudCctv.Uploader.Tests.Clock;

public sealed class ClockWatchTests : IDisposable
{
    private static readonly DateTimeOffset Y1970 = DateTimeOffset.UnixEpoch.AddSeconds(12);
    private static readonly DateTimeOffset LastKnown = new(2026, 11, 1, 23, 59, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset True = new(2026, 11, 2, 9, 30, 0, TimeSpan.Zero);

    private readonly TempFolder folder = new();
    private readonly SpoolFolder spool;

    public ClockWatchTests() => spool = new SpoolFolder(folder.File("spool"));

    public void Dispose()
    {
        spool.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void BootIn1970ThenTimeServer_WaitingBatchesGetTheRightTime()
    {
        var device = new ManualTimeProvider(Y1970);
        var clock = Clock(device, LastKnown);
        using var watch = Watch(clock);
        var earlier = Seal(LastKnown.AddDays(-1), "ear1ier0");
        device.Advance(TimeSpan.FromSeconds(50));
        var (first, second) = (Seal(clock.GetUtcNow(), "aaaaaaaa"), Seal(clock.GetUtcNow(), "aaaaaaaa", part: 2));
        Assert.Equal((BatchManifest.ClockEstimated, true, false), (Manifest(first).Clock, spool.IsHeld(first), spool.IsHeld(earlier)));

        device.Advance(TimeSpan.FromSeconds(30));
        device.Jump(True);
        watch.Round();

        // Taken half a minute before the clock was set.
        Assert.Equal([earlier.ToString(), Named(True.AddSeconds(-30), "aaaaaaaa", 1), Named(True.AddSeconds(-30), "aaaaaaaa", 2)], Waiting());
        var manifest = Manifest(spool.Waiting()[1]);
        Assert.Equal((BatchManifest.ClockCorrected, True.AddSeconds(-30)), (manifest.Clock, manifest.EventStart));
        Assert.Equal([True.AddSeconds(-30), True.AddSeconds(-29.8)], manifest.Frames.Select(frame => frame.Time));
        Assert.Equal("000001-092930000.jpg", manifest.Frames[0].Name);
        Assert.All(spool.Waiting(), batch => Assert.False(spool.IsHeld(batch)));
        Assert.Equal(2, second.Part);
    }

    [Fact]
    public void ClockIsSet_WhatContinuesAnEventNamesItByItsRightTime()
    {
        var device = new ManualTimeProvider(Y1970);
        var clock = Clock(device, LastKnown);
        using var watch = Watch(clock);
        var first = Seal(clock.GetUtcNow(), "aaaaaaaa");
        device.Advance(TimeSpan.FromSeconds(60));
        Seal(clock.GetUtcNow(), "bbbbbbbb", continues: first.Event);

        device.Jump(True);
        watch.Round();

        Assert.Equal(spool.Waiting()[0].Event.ToString(), Manifest(spool.Waiting()[1]).Continues);
        Assert.Equal(True.AddSeconds(-60), spool.Waiting()[0].Event.Start);
    }

    [Fact]
    public void ClockIsNeverSet_BatchesLeaveAfterTheWaitAsEstimated()
    {
        var device = new ManualTimeProvider(Y1970);
        var clock = Clock(device, LastKnown);
        using var watch = Watch(clock);
        var batch = Seal(clock.GetUtcNow(), "aaaaaaaa");
        Assert.True(spool.IsHeld(batch));

        device.Advance(TimeSpan.FromSeconds(120));

        Assert.False(spool.IsHeld(batch));
        Assert.Equal(BatchManifest.ClockEstimated, Manifest(batch).Clock);
    }

    [Fact]
    public void SetBackByAnHour_WhatWaitsMovesAndWhatComesStays_InOrder()
    {
        var device = new ManualTimeProvider(True);
        var clock = Clock(device, LastKnown);
        using var watch = Watch(clock);
        Seal(clock.GetUtcNow(), "aaaaaaaa");
        device.Advance(TimeSpan.FromMinutes(90));
        Seal(clock.GetUtcNow(), "bbbbbbbb");

        device.Jump(device.GetUtcNow().AddHours(-1));
        clock.GetUtcNow();
        device.Advance(TimeSpan.FromMinutes(1));
        Seal(clock.GetUtcNow(), "cccccccc");
        for (var i = 0; i < 3; i++)
        {
            watch.Round();
        }

        Assert.Equal(
            [Named(True.AddHours(-1), "aaaaaaaa"), Named(True.AddMinutes(30), "bbbbbbbb"), Named(True.AddMinutes(31), "cccccccc")],
            Waiting());
        Assert.Null(Manifest(spool.Waiting()[2]).Clock);
    }

    [Fact]
    public void SmallStepForward_MovesEachBatchOnce()
    {
        var device = new ManualTimeProvider(True);
        var clock = Clock(device, LastKnown);
        using var watch = Watch(clock);
        Seal(clock.GetUtcNow(), "aaaaaaaa");
        device.Advance(TimeSpan.FromMinutes(10));
        device.Jump(device.GetUtcNow().AddSeconds(5));
        for (var i = 0; i < 5; i++)
        {
            watch.Round();
        }

        Assert.Equal([Named(True.AddSeconds(5), "aaaaaaaa")], Waiting());
    }

    [Fact]
    public void BatchIsBeingSent_KeepsItsTime()
    {
        var device = new ManualTimeProvider(True);
        var clock = Clock(device, LastKnown);
        using var watch = Watch(clock);
        var batch = Seal(clock.GetUtcNow(), "aaaaaaaa");
        spool.Claims.TryClaim(batch);
        device.Jump(True.AddHours(1));

        watch.Round();

        Assert.Equal([batch.ToString()], Waiting());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void ClockIsSet_ClipKeepsItsName_AndOneThatComesLaterIsNotSure(int hours)
    {
        var device = new ManualTimeProvider(True);
        var clock = Clock(device, LastKnown);
        using var watch = Watch(clock);
        var sender = new ClipSender(spool, "pi", NullLogger.Instance);
        var pictures = Seal(clock.GetUtcNow(), "aaaaaaaa");
        Assert.True(sender.IsSure(pictures.Event));
        sender.Put(pictures.Event, FakeClip.Write(folder.File("clip.mp4")), TestContext.Current.CancellationToken);
        var clip = new BatchName(pictures.Event, BatchName.ClipPart);

        device.Advance(TimeSpan.FromMinutes(10));
        device.Jump(device.GetUtcNow().AddHours(hours));
        clock.GetUtcNow();
        Assert.Equal((true, false, false), (spool.IsHeld(pictures), spool.IsHeld(clip), sender.IsSure(pictures.Event)));
        watch.Round();

        Assert.Equal([clip.ToString(), Named(True.AddHours(hours), "aaaaaaaa")], Waiting().OrderByDescending(name => name.EndsWith("9999.zip", StringComparison.Ordinal)));
    }

    [Fact]
    public void BootIn1970_ClipOfThatTime_IsNotSureButIsNotHeld()
    {
        var device = new ManualTimeProvider(Y1970);
        var clock = Clock(device, LastKnown);
        using var watch = Watch(clock);
        var name = new EventName("farm", "gate", clock.GetUtcNow(), "aaaaaaaa");

        Assert.False(new ClipSender(spool, "pi", NullLogger.Instance).IsSure(name));
        Assert.False(spool.IsHeld(new BatchName(name, BatchName.ClipPart)));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void PowerCutWhileRetiming_LosesNothingAndDoublesNothing(bool copyBegun, bool copySealed)
    {
        var batch = Seal(LastKnown, "aaaaaaaa");
        var target = new BatchName(new EventName("farm", "gate", True, "aaaaaaaa"), 1);
        Assert.True(spool.TryBeginRetiming(batch));
        if (copyBegun)
        {
            RetimedBatch.Write(spool.RetimingFileOf(batch), spool.PartFileOf(target), target, True - LastKnown);
        }

        if (copyBegun && !copySealed)
        {
            // Half a copy would be sealed with half of the frames if it were taken for what a crash left.
            using var copy = File.OpenHandle(spool.PartFileOf(target), FileMode.Open, FileAccess.Write);
            RandomAccess.SetLength(copy, RandomAccess.GetLength(copy) / 2);
        }

        if (copySealed)
        {
            spool.Seal(target);
        }

        new SpoolRetiming(spool, NullLogger.Instance).Recover();
        new SpoolRecovery(spool, "pi", NullLogger.Instance).Run();

        Assert.Equal([(copySealed ? target : batch).ToString()], Waiting());
        Assert.Equal(2, FramesIn(spool.Waiting()[0]));
        Assert.Empty(spool.Retiming());
        Assert.Empty(spool.UnfinishedParts());
    }

    [Fact]
    public void PartOfABootWithoutAClock_FinishedInTheNextOne_SaysThatItsTimeIsEstimated()
    {
        using var part = Part(LastKnown.AddSeconds(5), "aaaaaaaa");
        part.Dispose();
        var memory = new ClockMemory { Boot = "before", Time = LastKnown.AddMinutes(1), Timestamp = 0, Since = LastKnown, IsSet = false };
        using var watch = Watch(new CaptureClock(new ManualTimeProvider(True), memory, "this"));

        new SpoolRecovery(spool, "pi", NullLogger.Instance).Run();

        Assert.Equal(BatchManifest.ClockEstimated, Manifest(Assert.Single(spool.Waiting())).Clock);
    }

    private static CaptureClock Clock(TimeProvider device, DateTimeOffset known) =>
        new(device, new ClockMemory { Boot = "before", Time = known, Timestamp = 0, Since = known, IsSet = true }, "this");

    private static string Named(DateTimeOffset start, string id, int part = 1) => new BatchName(new EventName("farm", "gate", start, id), part).ToString();

    private ClockWatch Watch(CaptureClock clock) => new(clock, spool, folder.File("clock.json"), new ClockOptions(), NullLogger.Instance);

    private List<string> Waiting() => [.. spool.Waiting().Select(batch => batch.ToString())];

    private PartFile Part(DateTimeOffset start, string id, int part = 1, EventName? continues = null)
    {
        var file = new PartFile(spool, "pi", new BatchName(new EventName("farm", "gate", start, id), part)) { Continues = continues };
        for (var i = 0; i < 2; i++)
        {
            var data = PooledBytes.Rent(3000);
            new Random(i).NextBytes(data.Span);
            using var frame = new KeptFrame(data, start.AddMilliseconds(200 * i), new MotionResult(GateState.Watching, 0.5, new Box(0, 0, 1, 1), []));
            file.Add(i + 1, frame);
        }

        return file;
    }

    private BatchName Seal(DateTimeOffset start, string id, int part = 1, EventName? continues = null)
    {
        using var file = Part(start, id, part, continues);
        file.Seal();
        return new BatchName(new EventName("farm", "gate", start, id), part);
    }

    private BatchManifest Manifest(BatchName batch)
    {
        using var zip = new ZipArchive(spool.OpenRead(batch));
        using var manifest = new MemoryStream();
        using (var entry = zip.GetEntry(BatchManifest.EntryName)!.Open())
        {
            entry.CopyTo(manifest);
        }

        // Names of entries and of records agree, and content is what its hash says.
        var read = ManifestSerializer.Read(manifest.ToArray(), batch);
        foreach (var frame in read.Frames)
        {
            using var content = zip.GetEntry(frame.Name)!.Open();
            Assert.Equal(frame.Sha256, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content)));
        }

        return read;
    }

    private int FramesIn(BatchName batch) => Manifest(batch).Frames.Count;
}
