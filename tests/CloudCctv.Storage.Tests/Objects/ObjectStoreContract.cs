using System.Text;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Storage.Tests.Objects;

/// <summary>What every object store does. Each test has a store of its own, empty at first.</summary>
public abstract class ObjectStoreContract
{
    private static readonly ObjectName Name = new("site/door/frame.jpg");

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Whether what is opened can be read at any place: in all stores that the cloud side reads from.</summary>
    protected virtual bool CanSeek => true;

    protected abstract Task<IObjectStore> StoreAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1024 * 1024)]
    [InlineData(3_500_000)]
    public async Task PutNew_NewName_KeepsEveryByte(int bytes)
    {
        var store = await StoreAsync();
        var content = Noise(bytes);

        Assert.Equal(PutOutcome.Created, await store.PutNewAsync(Name, new MemoryStream(content), Cancel));

        Assert.Equal(content, await ReadAsync(store, Name));
        var properties = await store.GetPropertiesAsync(Name, Cancel);
        Assert.Equal((Name, bytes), (properties!.Name, properties.Bytes));
        Assert.NotEqual(default, properties.ETag);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(3_500_000)]
    public async Task PutNew_NameTaken_TellsRepeatFromConflictAndChangesNothing(int bytes)
    {
        var store = await StoreAsync();
        var content = Noise(bytes);
        var other = Noise(bytes);
        other[^1] ^= 1;
        await store.PutNewAsync(Name, new MemoryStream(content), Cancel);
        var before = await store.GetPropertiesAsync(Name, Cancel);

        Assert.Equal(PutOutcome.AlreadyThere, await store.PutNewAsync(Name, new MemoryStream(content), Cancel));
        Assert.Equal(PutOutcome.Conflict, await store.PutNewAsync(Name, new MemoryStream(other), Cancel));
        Assert.Equal(PutOutcome.Conflict, await store.PutNewAsync(Name, new MemoryStream(content, 0, bytes - 1), Cancel));

        Assert.Equal(content, await ReadAsync(store, Name));
        Assert.Equal(before, await store.GetPropertiesAsync(Name, Cancel));
    }

    [Fact]
    public async Task PutNew_StreamPartlyRead_PutsTheRest()
    {
        var store = await StoreAsync();

        await store.PutNewAsync(Name, new MemoryStream([1, 2, 3, 4]) { Position = 2 }, Cancel);

        Assert.Equal([3, 4], await ReadAsync(store, Name));
        Assert.Equal(PutOutcome.AlreadyThere, await store.PutNewAsync(Name, new MemoryStream([9, 3, 4]) { Position = 1 }, Cancel));
    }

    [Fact]
    public async Task PutNew_WritersRaceForOneName_OneCreatesAndTheOthersKnow()
    {
        var store = await StoreAsync();
        byte[][] contents = [.. Enumerable.Range(0, 8).Select(i => new byte[] { (byte)i })];

        var outcomes = await Task.WhenAll(contents.Select(content => Task.Run(() => store.PutNewAsync(Name, new MemoryStream(content), Cancel))));

        var winner = Array.IndexOf(outcomes, PutOutcome.Created);
        Assert.Equal(contents[winner], await ReadAsync(store, Name));
        Assert.Equal(7, outcomes.Count(outcome => outcome == PutOutcome.Conflict));
    }

    [Fact]
    public async Task PutNew_Cancelled_LeavesNothing()
    {
        var store = await StoreAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => store.PutNewAsync(Name, new MemoryStream(Noise(3_000_000)), new CancellationToken(canceled: true)));

        Assert.Null(await store.GetPropertiesAsync(Name, Cancel));
        Assert.Empty(await store.ListAsync("", Cancel).ToListAsync(Cancel));
    }

    [Fact]
    public async Task Put_QuickWritesOfEqualLength_EachHasItsOwnETag()
    {
        var store = await StoreAsync();
        var etags = new HashSet<ETag>();

        for (var i = 0; i < 30; i++)
        {
            await store.PutAsync(Name, new[] { (byte)i }, Cancel);
            etags.Add((await store.GetPropertiesAsync(Name, Cancel))!.ETag);
        }

        Assert.Equal(30, etags.Count);
        Assert.Equal([29], await ReadAsync(store, Name));
    }

    [Fact]
    public async Task TryReplace_OnlyTheVersionNamed()
    {
        var store = await StoreAsync();
        await store.PutAsync(Name, "one"u8.ToArray(), Cancel);
        var first = (await store.GetPropertiesAsync(Name, Cancel))!.ETag;

        Assert.True(await store.TryReplaceAsync(Name, "two"u8.ToArray(), first, Cancel));
        Assert.False(await store.TryReplaceAsync(Name, "six"u8.ToArray(), first, Cancel));
        Assert.False(await store.TryReplaceAsync(Name, "six"u8.ToArray(), default, Cancel));

        Assert.Equal("two", Encoding.ASCII.GetString((await ReadAsync(store, Name))!));
    }

    [Fact]
    public async Task TryReplace_Gone_FalseAndStaysGone()
    {
        var store = await StoreAsync();
        await store.PutAsync(Name, "one"u8.ToArray(), Cancel);
        var etag = (await store.GetPropertiesAsync(Name, Cancel))!.ETag;
        await store.DeleteAsync(Name, Cancel);

        Assert.False(await store.TryReplaceAsync(Name, "two"u8.ToArray(), etag, Cancel));

        Assert.Null(await store.OpenReadAsync(Name, Cancel));
    }

    [Fact]
    public async Task TryReplace_DeletedAndMadeAgain_OldETagNamesNothing()
    {
        var store = await StoreAsync();
        await store.PutAsync(Name, "one"u8.ToArray(), Cancel);
        var etag = (await store.GetPropertiesAsync(Name, Cancel))!.ETag;
        await store.DeleteAsync(Name, Cancel);
        await store.PutNewAsync(Name, new MemoryStream("one"u8.ToArray()), Cancel);

        Assert.False(await store.TryReplaceAsync(Name, "two"u8.ToArray(), etag, Cancel));
    }

    [Fact]
    public async Task TryReplace_WritersCountTogether_NoStepIsLost()
    {
        var store = await StoreAsync();
        await store.PutAsync(Name, new byte[] { 0 }, Cancel);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (var done = 0; done < 5;)
            {
                await using var now = await store.OpenReadAsync(Name, Cancel);
                var next = new[] { (byte)(now!.Content.ReadByte() + 1) };
                done += await store.TryReplaceAsync(Name, next, now.Properties.ETag, Cancel) ? 1 : 0;
            }
        })));

        Assert.Equal([20], await ReadAsync(store, Name));
    }

    [Fact]
    public async Task OpenRead_ReplacedWhileRead_GoesOnWithItsVersion()
    {
        var store = await StoreAsync();
        var content = Noise(300_000);
        await store.PutAsync(Name, content, Cancel);
        await using var open = await store.OpenReadAsync(Name, Cancel);
        var firstByte = open!.Content.ReadByte();

        await store.PutAsync(Name, new byte[300_000], Cancel);

        using var rest = new MemoryStream();
        await open.Content.CopyToAsync(rest, Cancel);
        byte[] read = [(byte)firstByte, .. rest.ToArray()];
        Assert.Equal(content, read);
        Assert.Equal(300_000, open.Properties.Bytes);
    }

    [Fact]
    public async Task OpenRead_LeapsToAndFro_GivesTheBytesOfEachPlace()
    {
        var store = await StoreAsync();
        Assert.SkipUnless(CanSeek, "No cloud side reads from this store.");
        var content = Noise(3_000_000);
        await store.PutAsync(Name, content, Cancel);
        await using var open = await store.OpenReadAsync(Name, Cancel);
        Assert.Equal((true, content.Length), (open!.Content.CanSeek, open.Content.Length));

        foreach (var at in new[] { 2_999_990, 0, 1_500_000, 1_500_010, 10, 2_999_999, 3_000_000, 4_000_000 })
        {
            var piece = new byte[10];
            open.Content.Seek(at, SeekOrigin.Begin);
            var read = await open.Content.ReadAtLeastAsync(piece, piece.Length, throwOnEndOfStream: false, Cancel);
            Assert.Equal(content.Skip(at).Take(10), piece.Take(read));
        }

        open.Content.Seek(-5, SeekOrigin.End);
        Assert.Equal(content[^5], open.Content.ReadByte());
        open.Content.Seek(1, SeekOrigin.Current);
        Assert.Equal(content[^3], open.Content.ReadByte());
        open.Content.Position = 0;
        using var whole = new MemoryStream();
        await open.Content.CopyToAsync(whole, Cancel);
        Assert.Equal(content, whole.ToArray());
    }

    [Fact]
    public async Task OpenRead_LeapAfterItWasReplaced_NeverGivesBytesOfAnotherVersion()
    {
        var store = await StoreAsync();
        Assert.SkipUnless(CanSeek, "No cloud side reads from this store.");
        var content = Noise(3_000_000);
        await store.PutAsync(Name, content, Cancel);
        await using var open = await store.OpenReadAsync(Name, Cancel);
        await store.PutAsync(Name, new byte[3_000_000], Cancel);

        open!.Content.Position = 2_000_000;
        var piece = new byte[10];
        try
        {
            await open.Content.ReadExactlyAsync(piece, Cancel);
            Assert.Equal(content[2_000_000..2_000_010], piece);
        }
        catch (StoreUnreachableException)
        {
            // A service keeps no version that is gone.
        }
    }

    [Fact]
    public async Task Anything_OfAMissingObject_SaysSo()
    {
        var store = await StoreAsync();

        Assert.Null(await store.OpenReadAsync(Name, Cancel));
        Assert.Null(await store.GetPropertiesAsync(Name, Cancel));
        Assert.False(await store.DeleteAsync(Name, Cancel));
        Assert.Empty(await store.ListAsync("", Cancel).ToListAsync(Cancel));
        Assert.Empty(await store.ListFoldersAsync("", Cancel).ToListAsync(Cancel));
    }

    [Fact]
    public async Task TryDelete_OnlyTheVersionNamed()
    {
        var store = await StoreAsync();
        await store.PutAsync(Name, "one"u8.ToArray(), Cancel);
        var first = (await store.GetPropertiesAsync(Name, Cancel))!.ETag;
        await store.PutAsync(Name, "two"u8.ToArray(), Cancel);
        var second = (await store.GetPropertiesAsync(Name, Cancel))!.ETag;

        Assert.False(await store.TryDeleteAsync(Name, first, Cancel));
        Assert.Equal("two", Encoding.ASCII.GetString((await ReadAsync(store, Name))!));
        Assert.True(await store.TryDeleteAsync(Name, second, Cancel));
        Assert.False(await store.TryDeleteAsync(Name, second, Cancel));
        Assert.Null(await store.OpenReadAsync(Name, Cancel));
    }

    [Fact]
    public async Task Delete_LastOfAFolder_TheFolderGoesToo()
    {
        var store = await StoreAsync();
        await store.PutAsync(new ObjectName("a/b/c"), "1"u8.ToArray(), Cancel);
        await store.PutAsync(new ObjectName("a/d"), "1"u8.ToArray(), Cancel);

        Assert.True(await store.DeleteAsync(new ObjectName("a/b/c"), Cancel));
        Assert.False(await store.DeleteAsync(new ObjectName("a/b/c"), Cancel));

        Assert.Empty(await store.ListFoldersAsync("a/", Cancel).ToListAsync(Cancel));
        Assert.Equal(["a"], await store.ListFoldersAsync("", Cancel).ToListAsync(Cancel));
    }

    [Theory]
    [InlineData("", "a-b/x a.jpg a/x a/y/z a/y0 a0/x b")]
    [InlineData("a", "a-b/x a.jpg a/x a/y/z a/y0 a0/x")]
    [InlineData("a/", "a/x a/y/z a/y0")]
    [InlineData("a/y", "a/y/z a/y0")]
    [InlineData("a/y/", "a/y/z")]
    [InlineData("a.", "a.jpg")]
    [InlineData("c", "")]
    [InlineData("a/y/z/", "")]
    public async Task List_Prefix_OrdinalOrderOfWholeNames(string prefix, string expected)
    {
        var store = await StoreAsync();
        foreach (var name in "b a/y/z a/x a0/x a.jpg a/y0 a-b/x".Split(' '))
        {
            await store.PutAsync(new ObjectName(name), Encoding.ASCII.GetBytes(name), Cancel);
        }

        var listed = await store.ListAsync(prefix, Cancel).ToListAsync(Cancel);

        Assert.Equal(expected, string.Join(' ', listed.Select(found => found.Name)));
        foreach (var found in listed)
        {
            Assert.Equal(await store.GetPropertiesAsync(found.Name, Cancel), found);
        }
    }

    [Fact]
    public async Task ListFolders_OneLevel_OrdinalOrderOfBareNames()
    {
        var store = await StoreAsync();
        foreach (var name in "s/a.b/1 s/a/1/2 s/a-b/1 s/file t/1 s/a/2".Split(' '))
        {
            await store.PutAsync(new ObjectName(name), "1"u8.ToArray(), Cancel);
        }

        Assert.Equal(["a", "a-b", "a.b"], await store.ListFoldersAsync("s/", Cancel).ToListAsync(Cancel));
        Assert.Equal(["s", "t"], await store.ListFoldersAsync("", Cancel).ToListAsync(Cancel));
        Assert.Equal(["1"], await store.ListFoldersAsync("s/a/", Cancel).ToListAsync(Cancel));
    }

    [Theory]
    [InlineData("../")]
    [InlineData("/")]
    [InlineData("a//")]
    [InlineData("a/../")]
    [InlineData(".store/")]
    [InlineData("a\\")]
    public async Task List_HostilePrefix_Throws(string prefix)
    {
        var store = await StoreAsync();

        Assert.Throws<ArgumentException>(() => store.ListAsync(prefix, Cancel));
        Assert.Throws<ArgumentException>(() => store.ListFoldersAsync(prefix, Cancel));
    }

    protected static async Task<byte[]?> ReadAsync(IObjectStore store, ObjectName name)
    {
        await using var found = await store.OpenReadAsync(name, Cancel);
        if (found is null)
        {
            return null;
        }

        using var bytes = new MemoryStream();
        await found.Content.CopyToAsync(bytes, Cancel);
        return bytes.ToArray();
    }

    protected static byte[] Noise(int bytes)
    {
        var noise = new byte[bytes];
        new Random(7).NextBytes(noise);
        return noise;
    }
}
