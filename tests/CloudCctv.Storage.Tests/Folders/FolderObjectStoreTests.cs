using CloudCctv.Storage.Folders;
using CloudCctv.Storage.Objects;
using CloudCctv.Storage.Tests.Objects;
using CloudCctv.Tests.Support;

namespace CloudCctv.Storage.Tests.Folders;

public sealed class FolderObjectStoreTests : ObjectStoreContract, IDisposable
{
    private readonly TempFolder folder = new();
    private readonly ManualTimeProvider clock = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task List_HalfWrittenAndForeignFiles_AreNoObjects()
    {
        var store = Open();
        await store.PutAsync(new ObjectName("a/b"), "1"u8.ToArray(), Cancel);
        await File.WriteAllTextAsync(folder.File(".store", "tmp", "half"), "ha", Cancel);
        await File.WriteAllTextAsync(folder.File("a", ".DS_Store"), "?", Cancel);
        await File.WriteAllTextAsync(folder.File("a", "not ours"), "?", Cancel);
        Directory.CreateDirectory(folder.File("empty", "below"));

        Assert.Equal(["a/b"], await store.ListAsync("", Cancel).Select(found => found.Name.Value).ToListAsync(Cancel));
        Assert.Equal(["a"], await store.ListFoldersAsync("", Cancel).ToListAsync(Cancel));
    }

    [Fact]
    public async Task Prepare_LeftoversOfACrash_GoOnceTheyAreOld()
    {
        var store = Open();
        store.Prepare();
        foreach (var (file, age) in new[] { ("old", TimeSpan.FromHours(25)), ("young", TimeSpan.FromHours(1)) })
        {
            await File.WriteAllTextAsync(folder.File(".store", "tmp", file), "ha", Cancel);
            File.SetLastWriteTimeUtc(folder.File(".store", "tmp", file), (clock.GetUtcNow() - age).UtcDateTime);
        }

        store.Prepare();

        Assert.Equal(["young"], Directory.EnumerateFiles(folder.File(".store", "tmp")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task AnyWrite_Done_LeavesNoTempFile()
    {
        var store = Open();
        var name = new ObjectName("a");
        await store.PutNewAsync(name, new MemoryStream([1]), Cancel);
        await store.PutNewAsync(name, new MemoryStream([2]), Cancel);
        await store.PutAsync(name, new byte[] { 3 }, Cancel);
        await store.TryReplaceAsync(name, new byte[] { 4 }, default, Cancel);

        Assert.Empty(Directory.EnumerateFiles(folder.File(".store", "tmp")));
    }

    [Fact]
    public async Task PutNew_SourceFailsHalfWay_LeavesNothing()
    {
        var store = Open();

        await Assert.ThrowsAsync<StoreUnreachableException>(() => store.PutNewAsync(new ObjectName("a"), new FailingStream(), Cancel));

        Assert.Null(await store.GetPropertiesAsync(new ObjectName("a"), Cancel));
        Assert.Empty(Directory.EnumerateFiles(folder.File(".store", "tmp")));
    }

    [Fact]
    public async Task ETag_ClockStandsStillOrJumpsBack_StillDiffers()
    {
        var name = new ObjectName("a");
        var etags = new HashSet<ETag>();
        for (var i = 0; i < 20; i++)
        {
            // Anew each time, as another process would.
            var store = Open();
            await store.DeleteAsync(name, Cancel);
            await store.PutNewAsync(name, new MemoryStream([1]), Cancel);
            etags.Add((await store.GetPropertiesAsync(name, Cancel))!.ETag);
            if (i == 10)
            {
                clock.Jump(clock.GetUtcNow() - TimeSpan.FromHours(1));
            }
        }

        Assert.Equal(20, etags.Count);
    }

    [Fact]
    public async Task WrittenAt_IsTheClocks()
    {
        var store = Open();
        await store.PutAsync(new ObjectName("a"), "1"u8.ToArray(), Cancel);

        Assert.Equal(clock.GetUtcNow(), (await store.GetPropertiesAsync(new ObjectName("a"), Cancel))!.WrittenAt);
    }

    [Fact]
    public async Task TryReplace_TwoProcessesCountTogether_NoStepIsLost()
    {
        var name = new ObjectName("count");
        await Open().PutAsync(name, new byte[] { 0 }, Cancel);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            var store = Open();
            for (var done = 0; done < 10;)
            {
                await using var now = await store.OpenReadAsync(name, Cancel);
                var next = new[] { (byte)(now!.Content.ReadByte() + 1) };
                done += await store.TryReplaceAsync(name, next, now.Properties.ETag, Cancel) ? 1 : 0;
            }
        })));

        Assert.Equal([80], await ReadAsync(Open(), name));
    }

    [Fact]
    public async Task Delete_EmptiesAFolderWhileOthersPutIntoIt_NoPutFails()
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        // What every delete does last, over and over, so that it hits the moment between making a folder and moving into it.
        var emptying = Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                FolderTree.RemoveEmptyFolders(folder.File("deep", "er"), folder.Path);
            }
        }, Cancel);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(async () =>
        {
            var store = Open();
            var name = new ObjectName($"deep/er/{worker}");
            for (var i = 0; i < 100; i++)
            {
                Assert.Equal(PutOutcome.Created, await store.PutNewAsync(name, new MemoryStream([1]), Cancel));
                Assert.True(await store.DeleteAsync(name, Cancel));
            }
        })));
        await done.CancelAsync();
        await emptying;

        Assert.Empty(await Open().ListAsync("", Cancel).ToListAsync(Cancel));
    }

    [Fact]
    public async Task Put_NameOfAFolderOrBelowAnObject_IsRejected()
    {
        var store = Open();
        await store.PutAsync(new ObjectName("a/b"), "1"u8.ToArray(), Cancel);

        foreach (var name in new[] { "a", "a/b/c", "a/b/c/d" })
        {
            await Assert.ThrowsAsync<StoreRejectedException>(() => store.PutAsync(new ObjectName(name), "1"u8.ToArray(), Cancel));
            await Assert.ThrowsAsync<StoreRejectedException>(() => store.PutNewAsync(new ObjectName(name), new MemoryStream([1]), Cancel));
            Assert.Null(await store.OpenReadAsync(new ObjectName(name), Cancel));
            Assert.Null(await store.GetPropertiesAsync(new ObjectName(name), Cancel));
            Assert.False(await store.DeleteAsync(new ObjectName(name), Cancel));
        }
    }

    [Fact]
    public async Task Put_SegmentLongerThanTheFileSystemTakes_IsRejected()
    {
        var store = Open();

        foreach (var name in new[] { new string('a', 300), new string('a', 300) + "/b" })
        {
            await Assert.ThrowsAsync<StoreRejectedException>(() => store.PutNewAsync(new ObjectName(name), new MemoryStream([1]), Cancel));
        }
    }

    [Fact]
    public async Task Anything_RootIsNoFolder_IsUnreachable()
    {
        await File.WriteAllTextAsync(folder.File("file"), "", Cancel);
        var store = new FolderObjectStore(folder.File("file"), clock);

        var fault = await Assert.ThrowsAsync<StoreUnreachableException>(() => store.PutNewAsync(new ObjectName("a"), new MemoryStream([1]), Cancel));

        Assert.Contains(folder.File("file"), fault.Message, StringComparison.Ordinal);
        Assert.IsType<IOException>(fault.InnerException, exactMatch: false);
        await Assert.ThrowsAsync<StoreUnreachableException>(() => store.PutAsync(new ObjectName("a"), new byte[] { 1 }, Cancel));
        Assert.Throws<StoreUnreachableException>(store.Prepare);
    }

    [Fact]
    public async Task Put_DiskDenies_IsUnreachable()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /proc, where nobody can make files");
        var store = new FolderObjectStore("/proc/cloudcctv", clock);

        await Assert.ThrowsAsync<StoreUnreachableException>(() => store.PutAsync(new ObjectName("a"), new byte[] { 1 }, Cancel));
    }

    protected override Task<IObjectStore> StoreAsync() => Task.FromResult<IObjectStore>(Open());

    private FolderObjectStore Open() => new(folder.Path, clock);

    /// <summary>A spool file on a dying card.</summary>
    private sealed class FailingStream() : MemoryStream(new byte[10])
    {
        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            destination.Write(ToArray(), 0, 5);
            throw new IOException("Input/output error");
        }
    }
}
