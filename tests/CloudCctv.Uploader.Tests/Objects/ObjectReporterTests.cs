using System.IO.Compression;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Geometry;
using CloudCctv.Contracts.Names;
using CloudCctv.Imaging;
using CloudCctv.Imaging.Jpeg;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Events;
using CloudCctv.Uploader.Motion;
using CloudCctv.Uploader.Objects;
using CloudCctv.Uploader.Objects.Comparison;
using CloudCctv.Uploader.Objects.Sound;
using CloudCctv.Uploader.Spool;
using CloudCctv.Uploader.Tests.Capture;
using CloudCctv.Uploader.Tests.Objects.Comparison;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudCctv.Uploader.Tests.Objects;

/// <summary>What is found, on its way into the spool.</summary>
public sealed class ObjectReporterTests : IDisposable
{
    private static readonly DateTimeOffset Found = new(2026, 11, 20, 0, 0, 9, TimeSpan.Zero);

    private static readonly ObjectChange[] Changes =
    [
        new(ChangeKind.Removed, new Box(0.1, 0.2, 0.3, 0.4), 0.9, ["drive"]),
        new(ChangeKind.Left, new Box(0.6, 0.5, 0.7, 0.8), 0.7, []),
    ];

    private readonly TempFolder folder = new();
    private readonly SpoolFolder spool;
    private readonly EventSpooler spooler;
    private readonly FrameEncoder encoder = new(85);
    private readonly StableView before;
    private readonly StableView now;

    public ObjectReporterTests()
    {
        spool = new SpoolFolder(folder.File("spool"));
        // So small that any other event would be two batches.
        spooler = new EventSpooler(spool, "pi", "farm", "gate", new BatchOptions { Bytes = 1_000 }, new Random(1), NullLogger.Instance);
        (before, now) = (View(Yard.Empty(), Found.AddSeconds(-14)), View(Yard.Empty().With(60, 80, 18, 14), Found));
    }

    public void Dispose()
    {
        before.Dispose();
        now.Dispose();
        encoder.Dispose();
        spooler.Dispose();
        spool.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Report_IsAnEventOfTheTimeAfter_WithBothPicturesInOneUrgentBatch()
    {
        Report();

        var batch = Assert.Single(spool.Waiting());
        Assert.True(batch.IsUrgent);
        Assert.Equal(Found, batch.Event.Start);
        var manifest = ManifestOf(batch);
        Assert.Equal(["before", "after"], manifest.Frames.Select(frame => frame.Moment));
        Assert.Equal([before.Time, Found], manifest.Frames.Select(frame => frame.Time));
        Assert.Null(manifest.Frames[0].Changes);
        Assert.Equal(
            [new SceneChange("removed", Changes[0].Box, 0.9), new SceneChange("left", Changes[1].Box, 0.7)],
            manifest.Frames[1].Changes!);
        Assert.Equal(new Box(0.1, 0.2, 0.7, 0.8), manifest.Frames[1].MotionBox);
        Assert.Equal(["drive"], manifest.Frames[1].Zones);
    }

    [Fact]
    public void Report_Twice_AreTwoEvents()
    {
        Report();
        Report();

        Assert.Equal(2, spool.Waiting().Select(batch => batch.Event).Distinct().Count());
        Assert.Equal((2, 2), (spooler.Events, spooler.Batches));
    }

    [Fact]
    public void Report_WhereBytesAreSaved_PicturesAreSmaller()
    {
        using var reporter = new ObjectReporter("gate", spooler, beeper: null, () => new FrameAllowance { LongestSidePixels = 80 }, NullLogger.Instance);
        reporter.Report(before, now, Changes);

        using var zip = new ZipArchive(spool.OpenRead(Assert.Single(spool.Waiting())));
        using var decoder = new JpegDecoder();
        foreach (var entry in zip.Entries.Where(entry => entry.Name.EndsWith(".jpg", StringComparison.Ordinal)))
        {
            using var bytes = new MemoryStream();
            using var content = entry.Open();
            content.CopyTo(bytes);
            Assert.Equal(80, decoder.ReadHeader(bytes.ToArray()).Width);
        }
    }

    [Fact]
    public void PowerCut_BeforeTheManifest_PicturesAndChangesSurvive()
    {
        var batch = new BatchName(new EventName("farm", "gate", Found, "4k7x9m2q"), 1);
        using (var part = new PartFile(spool, "pi", batch))
        {
            part.Add(1, Frame(before) with { Moment = FrameRecord.Before });
            part.Add(2, Frame(now) with { Moment = FrameRecord.After, Changes = [new SceneChange("left", Changes[1].Box, 0.7)] });
        }

        using (var again = PartFile.Reopen(spool, "pi", batch))
        {
            again!.Seal();
        }

        var manifest = ManifestOf(batch);
        Assert.Equal(["before", "after"], manifest.Frames.Select(frame => frame.Moment));
        Assert.Equal("left", manifest.Frames[1].Changes!.Single().Kind);
    }

    [Fact]
    public async Task Report_Beeps()
    {
        var heard = folder.File("heard");
        var log = new LineLog();
        await using (var beeper = new Beeper("gate", ["sh", "-c", $"head -c 4 > '{heard}'; cat > /dev/null"], log))
        {
            using var reporter = new ObjectReporter("gate", spooler, beeper, allowance: null, log);
            reporter.Report(before, now, Changes);
        }

        Assert.Equal("RIFF", await File.ReadAllTextAsync(heard, TestContext.Current.CancellationToken));
        Assert.Equal("gate: after motion, 1 things taken and 1 left", Assert.Single(log.Lines));
    }

    private void Report()
    {
        using var reporter = new ObjectReporter("gate", spooler, beeper: null, allowance: null, NullLogger.Instance);
        reporter.Report(before, now, Changes);
    }

    private BatchManifest ManifestOf(BatchName batch)
    {
        using var zip = new ZipArchive(spool.OpenRead(batch));
        using var bytes = new MemoryStream();
        using var content = zip.GetEntry(BatchManifest.EntryName)!.Open();
        content.CopyTo(bytes);
        return ManifestSerializer.Read(bytes.ToArray(), batch);
    }

    private static KeptFrame Frame(StableView view)
    {
        var copy = PooledBytes.Rent(view.Jpeg.Length);
        view.Jpeg.Span.CopyTo(copy.Span);
        return new KeptFrame(copy, view.Time, new MotionResult(GateState.Watching, 0, null, []));
    }

    private StableView View(Yard yard, DateTimeOffset time)
    {
        var data = PooledBytes.Rent(Yard.Width * Yard.Height * 3 / 2);
        yard.Noisy(1).Points.CopyTo(data.Span);
        data.Span[(Yard.Width * Yard.Height)..].Fill(128);
        using var frame = new Frame(1, time, FrameFormat.Yuv420, data) { Width = Yard.Width, Height = Yard.Height };
        return StableView.Of(frame, new Luma(yard.Points, Yard.Width, Yard.Height, Yard.Width, Yard.Height), encoder, 85)!;
    }
}
