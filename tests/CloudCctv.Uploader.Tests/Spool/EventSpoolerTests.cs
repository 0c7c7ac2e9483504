using System.IO.Compression;
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
        using var spooler = Spooler(new BatchOptions { Seconds = 1 });

        spooler.Confirm([SpoolSample.Frame(1), SpoolSample.Frame(2)]);
        Assert.Single(spool.Waiting());
        for (var i = 3; i < 12; i++)
        {
            spooler.Add(SpoolSample.Frame(i));
        }

        spooler.End();

        Assert.Equal([2, 6, 3], spool.Waiting().Select(batch => FramesIn(batch)));
        Assert.Equal([1, 2, 3], spool.Waiting().Select(batch => batch.Part));
        Assert.Equal((1, 3), (spooler.Events, spooler.Batches));
    }

    [Fact]
    public void Event_LargerThanABatch_IsCut()
    {
        using var spooler = Spooler(new BatchOptions { Bytes = 100_000, Seconds = 600 });

        spooler.Confirm([SpoolSample.Frame(1)]);
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
        spooler.Confirm([SpoolSample.Frame(1)]);

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
        spooler.Confirm([SpoolSample.Frame(1)]);
        spooler.Add(SpoolSample.Frame(2));

        Directory.Move(folder.Path, folder.Path + "-gone");
        spooler.End();
        Directory.Move(folder.Path + "-gone", folder.Path);
        Assert.Single(spool.UnfinishedParts());
        spooler.Confirm([SpoolSample.Frame(9)]);

        Assert.Empty(spool.UnfinishedParts());
        Assert.Equal(3, spool.Waiting().Count);
    }

    private EventSpooler Spooler(BatchOptions options) => new(spool, "pi-4", "farm", "gate", options, new Random(1), NullLogger.Instance);

    private int FramesIn(CloudCctv.Contracts.Names.BatchName batch)
    {
        using var zip = new ZipArchive(spool.OpenRead(batch));
        return zip.Entries.Count - 1;
    }
}
