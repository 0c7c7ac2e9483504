using System.IO.Compression;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Spool;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudCctv.Uploader.Tests.Spool;

public sealed class EventSpoolerTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly SpoolFolder spool;

    public EventSpoolerTests() => spool = new SpoolFolder(folder.Path);

    public void Dispose()
    {
        spool.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Event_LongerThanABatch_IsCutAndTheFirstPartIsSealedAtOnce()
    {
        using var spooler = Spooler(new BatchOptions { Seconds = 1, FirstSeconds = 1 });

        spooler.Confirm([SpoolSample.Frame(1), SpoolSample.Frame(2)], continues: false);
        Assert.Single(spool.Waiting());
        AddWithTime(spooler, 3, 12);

        spooler.End();

        Assert.Equal([2, 5, 4], spool.Waiting().Select(batch => FramesIn(batch)));
        Assert.Equal([1, 2, 3], spool.Waiting().Select(batch => batch.Part));
        Assert.Equal((1, 3), (spooler.Events, spooler.Batches));
    }

    [Fact]
    public void Event_AnyLength_SecondAndThirdBatchAreAsShortAsAskedAndTheFourthTwiceAsLong()
    {
        using var spooler = Spooler(new BatchOptions { Seconds = 4, FirstSeconds = 0.5 });

        spooler.Confirm([SpoolSample.Frame(1), SpoolSample.Frame(2)], continues: false);
        AddWithTime(spooler, 3, 40);
        spooler.End();

        Assert.Equal([2, 3, 3, 5, 21, 5], spool.Waiting().Select(batch => FramesIn(batch)));
        Assert.Equal([true, true, true, true, false, false], spool.Waiting().Select(batch => batch.IsUrgent));
    }

    [Fact]
    public void ShortBatch_NothingKeptInItsTime_LeavesWithTheFirstThatIs()
    {
        using var spooler = Spooler(new BatchOptions());
        spooler.Confirm([SpoolSample.Frame(0)], continues: false);
        var time = SpoolSample.Frame(10).Time;

        Assert.True(spooler.IsDue(time));
        spooler.Leave(time);
        Assert.Single(spool.Waiting());
        Assert.True(spooler.IsDue(time));
        spooler.Add(SpoolSample.Frame(10));
        spooler.Leave(time);

        Assert.Equal([1, 1], spool.Waiting().Select(FramesIn));
        Assert.False(spooler.IsDue(time));
        spooler.End();
    }

    [Fact]
    public void ShortBatch_ClockIsSetBack_Leaves()
    {
        using var spooler = Spooler(new BatchOptions());
        spooler.Confirm([SpoolSample.Frame(100)], continues: false);
        spooler.Add(SpoolSample.Frame(101));

        Assert.False(spooler.IsDue(SpoolSample.Frame(101).Time));
        Assert.True(spooler.IsDue(SpoolSample.Frame(0).Time));
        spooler.End();
    }

    [Fact]
    public void Event_ThatContinuesOthers_NamesTheOneWithWhichAllBegan()
    {
        using var spooler = Spooler(new BatchOptions());
        var names = Enumerable.Range(0, 4).Select(i =>
        {
            var name = spooler.Confirm([SpoolSample.Frame(i)], continues: i is 1 or 2);
            spooler.End();
            return name;
        }).ToList();

        Assert.Equal([null, $"{names[0]}", $"{names[0]}", null], spool.Waiting().Select(batch => ManifestOf(batch).Continues));
    }

    [Fact]
    public void Event_LargerThanABatch_IsCut()
    {
        using var spooler = Spooler(new BatchOptions { Bytes = 100_000, Seconds = 600 });

        spooler.Confirm([SpoolSample.Frame(1)], continues: false);
        for (var i = 2; i < 8; i++)
        {
            spooler.Add(SpoolSample.Frame(i, bytes: 40_000));
        }

        spooler.End();

        Assert.Equal([1, 3, 3], spool.Waiting().Select(batch => FramesIn(batch)));
    }

    [Fact]
    public void DiskGoesAwayAndReturns_LaterFramesAreKept()
    {
        using var spooler = Spooler(new BatchOptions { Seconds = 600 });
        spooler.Confirm([SpoolSample.Frame(1)], continues: false);

        // Root may write anywhere, so that the folder itself has to go.
        Directory.Move(folder.Path, folder.Path + "-gone");
        spooler.Add(SpoolSample.Frame(2));
        spooler.Add(SpoolSample.Frame(3));
        Directory.Move(folder.Path + "-gone", folder.Path);
        spooler.Add(SpoolSample.Frame(4));
        spooler.End();

        Assert.Equal([1, 2], spool.Waiting().Select(batch => batch.Part));
        Assert.Equal([1, 1], spool.Waiting().Select(batch => FramesIn(batch)));
    }

    [Fact]
    public void SealFails_NextEvent_FinishesTheEarlierBatch()
    {
        using var spooler = Spooler(new BatchOptions { Seconds = 600 });
        spooler.Confirm([SpoolSample.Frame(1)], continues: false);
        spooler.Add(SpoolSample.Frame(2));

        Directory.Move(folder.Path, folder.Path + "-gone");
        spooler.End();
        Directory.Move(folder.Path + "-gone", folder.Path);
        Assert.Single(spool.UnfinishedParts());
        spooler.Confirm([SpoolSample.Frame(9)], continues: false);

        Assert.Empty(spool.UnfinishedParts());
        Assert.Equal(3, spool.Waiting().Count);
    }

    // As the recorder does it: after each frame it asks.
    private static void AddWithTime(EventSpooler spooler, int first, int end)
    {
        for (var i = first; i < end; i++)
        {
            using var frame = SpoolSample.Frame(i);
            var time = frame.Time;
            spooler.Add(SpoolSample.Frame(i));
            if (spooler.IsDue(time))
            {
                spooler.Leave(time);
            }
        }
    }

    private EventSpooler Spooler(BatchOptions options) => new(spool, "pi-4", "farm", "gate", options, new Random(1), NullLogger.Instance);

    private BatchManifest ManifestOf(BatchName batch)
    {
        using var zip = new ZipArchive(spool.OpenRead(batch));
        using var entry = zip.GetEntry(BatchManifest.EntryName)!.Open();
        using var bytes = new MemoryStream();
        entry.CopyTo(bytes);
        return ManifestSerializer.Read(bytes.ToArray(), batch);
    }

    private int FramesIn(BatchName batch)
    {
        using var zip = new ZipArchive(spool.OpenRead(batch));
        return zip.Entries.Count - 1;
    }
}
