using Azure.Storage.Blobs;
using CloudCctv.Storage.Azure;
using CloudCctv.Storage.Link;
using CloudCctv.Storage.Objects;
using CloudCctv.Storage.Tests.Objects;
using CloudCctv.Tests.Support;

namespace CloudCctv.Storage.Tests.Azure;

public sealed class BlobObjectStoreTests(AzuriteFixture azurite) : ObjectStoreContract
{
    private static readonly ObjectName Name = new("site/door/1.zip");

    private readonly string containerName = AzuriteFixture.UniqueName();

    [Fact]
    public async Task PutNew_BlobOfAnotherTool_IsComparedByItsBytes()
    {
        var container = await ContainerAsync();
        await container.UploadBlobAsync(Name.Value, BinaryData.FromString("hello"), Cancel);
        var store = new BlobObjectStore(container);

        Assert.Equal(PutOutcome.AlreadyThere, await store.PutNewAsync(Name, new MemoryStream("hello"u8.ToArray()), Cancel));
        Assert.Equal(PutOutcome.Conflict, await store.PutNewAsync(Name, new MemoryStream("jello"u8.ToArray()), Cancel));
    }

    [Fact]
    public async Task PutNew_AnswerLost_TheRetryFindsItThere()
    {
        using var link = new FaultyLink { LoseAnswer = request => request.Method == HttpMethod.Put };
        var store = new BlobObjectStore(await ContainerAsync(link));

        Assert.Equal(PutOutcome.AlreadyThere, await store.PutNewAsync(Name, new MemoryStream([1, 2, 3]), Cancel));
    }

    [Fact]
    public async Task TryReplace_AnswerLost_TheRetryKnowsItsOwnWrite()
    {
        using var link = new FaultyLink();
        var store = new BlobObjectStore(await ContainerAsync(link));
        await store.PutAsync(Name, "one"u8.ToArray(), Cancel);
        var etag = (await store.GetPropertiesAsync(Name, Cancel))!.ETag;

        link.LoseAnswer = request => request.Method == HttpMethod.Put;

        Assert.True(await store.TryReplaceAsync(Name, "two"u8.ToArray(), etag, Cancel));
        Assert.False(await store.TryReplaceAsync(Name, "two"u8.ToArray(), etag, Cancel));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(3_000_000)]
    public async Task PutNew_BytesDamagedOnTheWay_UnreachableAndNothingStored(int bytes)
    {
        using var link = new FaultyLink { Damage = true };
        var store = new BlobObjectStore(await ContainerAsync(link));

        await Assert.ThrowsAsync<StoreUnreachableException>(() => store.PutNewAsync(Name, new MemoryStream(Noise(bytes)), Cancel));

        link.Damage = false;
        Assert.Null(await store.GetPropertiesAsync(Name, Cancel));
    }

    [Fact]
    public async Task PutNew_SomethingLiesAboutSuccess_Unreachable()
    {
        using var link = new FaultyLink();
        var store = new BlobObjectStore(await ContainerAsync(link));

        link.Answer = _ => new HttpResponseMessage(System.Net.HttpStatusCode.Created);

        await Assert.ThrowsAsync<StoreUnreachableException>(() => store.PutNewAsync(Name, new MemoryStream([1]), Cancel));
    }

    [Fact]
    public async Task PutNew_CutHalfWay_TheNextAttemptSendsOnlyTheRest()
    {
        using var link = new FaultyLink { CutAfterBlocks = 2 };
        var store = new BlobObjectStore(await ContainerAsync(link));
        var content = Noise((5 * BlockSize.LargestBytes) + 1);

        await Assert.ThrowsAsync<StoreUnreachableException>(() => store.PutNewAsync(Name, new MemoryStream(content), Cancel));
        Assert.Null(await store.GetPropertiesAsync(Name, Cancel));
        link.CutAfterBlocks = int.MaxValue;

        Assert.Equal(PutOutcome.Created, await store.PutNewAsync(Name, new MemoryStream(content), Cancel));
        Assert.Equal(content.Length, link.BlockBytesThrough);
        Assert.Equal(content, await ReadAsync(store, Name));
    }

    [Fact]
    public async Task PutNew_HalfOfOtherContentIsThere_ItIsNotTakenForOurs()
    {
        using var link = new FaultyLink { CutAfterBlocks = 2 };
        var store = new BlobObjectStore(await ContainerAsync(link));
        await Assert.ThrowsAsync<StoreUnreachableException>(() => store.PutNewAsync(Name, new MemoryStream(Noise(2 * BlockSize.LargestBytes)), Cancel));
        link.CutAfterBlocks = int.MaxValue;
        var other = Noise(2 * BlockSize.LargestBytes);
        other[7] ^= 1;

        Assert.Equal(PutOutcome.Created, await store.PutNewAsync(Name, new MemoryStream(other), Cancel));
        Assert.Equal(other, await ReadAsync(store, Name));
    }

    [Fact]
    public async Task PutNew_AtTwoKilobytesPerSecond_NoRequestHasMoreThanOneUnit()
    {
        using var link = new FaultyLink();
        var pace = new LinkPace(TimeProvider.System) { BytesPerSecond = 2000 };
        // The pace is told to the block size only: this link has none.
        var store = new BlobObjectStore(await ContainerAsync(link), pace);

        await store.PutNewAsync(Name, new MemoryStream(Noise(5 * BlockSize.UnitBytes)), Cancel);

        Assert.Equal(5, link.BlocksThrough);
    }

    [Fact]
    public async Task OpenRead_CutWhileReading_Unreachable()
    {
        using var link = new FaultyLink();
        var store = new BlobObjectStore(await ContainerAsync(link));
        await store.PutAsync(Name, Noise(100_000), Cancel);

        link.CutReadAfterBytes = 1000;

        await Assert.ThrowsAsync<StoreUnreachableException>(() => ReadAsync(store, Name));
    }

    protected override async Task<IObjectStore> StoreAsync() => new BlobObjectStore(await ContainerAsync());

    private async Task<BlobContainerClient> ContainerAsync(FaultyLink? link = null)
    {
        var server = await azurite.ServerAsync();
        var options = AzureClients.BlobOptions();
        options.Transport = link?.Transport ?? options.Transport;
        var container = new BlobServiceClient(server.ConnectionString, options).GetBlobContainerClient(containerName);
        await new BlobContainerClient(server.ConnectionString, containerName).CreateIfNotExistsAsync(cancellationToken: Cancel);
        return container;
    }
}
