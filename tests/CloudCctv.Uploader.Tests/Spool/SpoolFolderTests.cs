using CloudCctv.Contracts.Names;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Spool;

namespace CloudCctv.Uploader.Tests.Spool;

/// <summary>That what is kept in memory is what lies on the disk.</summary>
public sealed class SpoolFolderTests : IDisposable
{
    private readonly TempFolder folder = new();
    private SpoolFolder spool;

    public SpoolFolderTests() => spool = new SpoolFolder(folder.Path);

    public void Dispose()
    {
        spool.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void RandomWork_NamesOrderAndLengths_AreThoseOfTheDisk()
    {
        var random = new Random(7);
        for (var step = 0; step < 300; step++)
        {
            Work(random, step);
            AssertInStep();
        }

        spool.Dispose();
        spool = new SpoolFolder(folder.Path);
        AssertInStep();
    }

    [Fact]
    public void OpenRead_TakenAwayByAPerson_IsNotOfferedAgain()
    {
        SpoolSample.Fill(spool, SpoolSample.Batch());
        File.Delete(Directory.GetFiles(folder.Path, "*.zip").Single());

        Assert.Throws<FileNotFoundException>(() => spool.OpenRead(SpoolSample.Batch()));

        Assert.Empty(spool.Waiting());
        Assert.Equal(0, spool.Bytes);
    }

    [Fact]
    public void Refresh_BatchPutThereByAPerson_WaitsForUpload()
    {
        SpoolSample.Fill(spool, SpoolSample.Batch());
        var path = Directory.GetFiles(folder.Path, "*.zip").Single();
        File.Copy(path, path.Replace("-0001.", "-0007.", StringComparison.Ordinal));

        spool.Refresh();

        Assert.Equal([1, 7], spool.Waiting().Select(batch => batch.Part));
    }

    [Fact]
    public void Seal_FolderCouldNotBeSyncedAfterTheRename_IsFinishedLater()
    {
        SpoolSample.Fill(spool, SpoolSample.Batch());
        spool.Dispose();
        spool = new SpoolFolder(folder.Path);

        spool.Seal(SpoolSample.Batch());

        AssertInStep();
    }

    private void Work(Random random, int step)
    {
        var waiting = spool.Waiting();
        var any = waiting.Count > 0 ? waiting[random.Next(waiting.Count)] : null;
        switch (random.Next(any is null ? 1 : 6))
        {
            case 1:
                spool.Delivered(any!);
                break;
            case 2:
                spool.SetAside(any!, "no");
                break;
            case 3:
                Assert.True(spool.TryBeginRetiming(any!));
                spool.CancelRetiming(any!);
                break;
            case 4:
                spool.Evict(any!);
                break;
            default:
                SpoolSample.Fill(spool, SpoolSample.Batch(1 + random.Next(9), random.Next(1000), $"{step:D8}"));
                break;
        }
    }

    private void AssertInStep()
    {
        var files = new DirectoryInfo(folder.Path).GetFiles("*.zip*").Where(file => file.Extension != ".txt").ToList();
        Assert.Equal(files.Sum(file => file.Length), spool.Bytes);
        Assert.Equal(
            files.Where(file => file.Extension == ".zip").Select(file => SpoolFiles.Of(file.Name)!.Value.Batch).OrderBy(batch => batch.Event.Start).ThenBy(batch => batch.ToString(), StringComparer.Ordinal),
            spool.Waiting());
        Assert.Equal(files.Count(file => file.Extension == ".rejected"), spool.Rejected().Count);
    }
}
