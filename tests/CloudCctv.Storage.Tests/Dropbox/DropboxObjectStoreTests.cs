using CloudCctv.DropboxServer;
using CloudCctv.Storage.Dropbox;
using CloudCctv.Storage.Dropbox.SignIn;
using CloudCctv.Storage.Objects;
using CloudCctv.Storage.Tests.Objects;
using Server = CloudCctv.DropboxServer.DropboxServer;

namespace CloudCctv.Storage.Tests.Dropbox;

/// <summary>The promises of every store, and those that the protocol adds, against a server on this machine.</summary>
public sealed class DropboxObjectStoreTests : ObjectStoreContract, IAsyncLifetime
{
    private static readonly ObjectName Name = new("batches/farm/gate/1.zip");

    private Server server = null!;

    public async ValueTask InitializeAsync() => server = await Server.StartAsync(Cancel);

    public async ValueTask DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task PutNew_IntoAFolder_IsThereForTheOwnerToSee()
    {
        await Open("/Cameras/farm 1").PutNewAsync(Name, new MemoryStream([1, 2]), Cancel);

        Assert.Equal(["/Cameras/farm 1/batches/farm/gate/1.zip"], server.Paths);
    }

    [Fact]
    public async Task PutNew_OwnersFolderIsWrittenDifferently_ListingStillNamesOurs()
    {
        server.Write("/CAMERAS/batches/x.zip", [1]);

        var found = await Open("/cameras").ListAsync("batches/", Cancel).ToListAsync(Cancel);

        Assert.Equal(["batches/x.zip"], found.Select(file => file.Name.Value));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(3_000_000)]
    public async Task PutNew_AnswerLost_NextTryKnowsThatItIsThere(int bytes)
    {
        var store = Open();
        var content = Bytes(bytes);
        var last = bytes > 1_048_576 ? "files/upload_session/finish" : "files/upload";
        server.Spoil(last, ServiceFault.CutAfter);

        await Assert.ThrowsAsync<StoreUnreachableException>(() => store.PutNewAsync(Name, new MemoryStream(content), Cancel));

        Assert.Equal(PutOutcome.AlreadyThere, await store.PutNewAsync(Name, new MemoryStream(content), Cancel));
        Assert.Equal(content, server.Read($"/{Name}"));
    }

    [Theory]
    [InlineData("files/upload", 100)]
    [InlineData("files/upload_session/append_v2", 3_000_000)]
    public async Task PutNew_DamagedOnTheWay_IsRefusedByTheServiceAndNothingIsThere(string route, int bytes)
    {
        server.Spoil(route, ServiceFault.DamageUp);

        await Assert.ThrowsAsync<StoreUnreachableException>(() => Open().PutNewAsync(Name, new MemoryStream(Bytes(bytes)), Cancel));

        Assert.Empty(server.Paths);
    }

    [Fact]
    public async Task OpenRead_DamagedOnTheWay_FailsAtItsEnd()
    {
        var store = Open();
        await store.PutNewAsync(Name, new MemoryStream(Bytes(100_000)), Cancel);
        server.Spoil("files/download", ServiceFault.DamageDown);
        await using var found = await store.OpenReadAsync(Name, Cancel);

        await Assert.ThrowsAsync<StoreUnreachableException>(() => found!.Content.CopyToAsync(new MemoryStream(), Cancel));
    }

    [Theory]
    [InlineData(ServiceFault.TooManyRequests)]
    [InlineData(ServiceFault.TooManyWriteOperations)]
    public async Task RateLimit_TellsHowLongToWait(ServiceFault fault)
    {
        server.Spoil("files/upload", fault, retryAfter: 42);

        var thrown = await Assert.ThrowsAsync<StoreUnreachableException>(() => Open().PutNewAsync(Name, new MemoryStream([1]), Cancel));

        Assert.Equal(TimeSpan.FromSeconds(42), thrown.RetryAfter);
        Assert.Contains("429", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ServiceFault.ServerError, "500")]
    [InlineData(ServiceFault.CutBefore, "no connection")]
    [InlineData(ServiceFault.CaptivePortal, "not the service's")]
    [InlineData(ServiceFault.InsufficientSpace, "the Dropbox is full")]
    public async Task ServiceAtFault_IsUnreachable_AndSaysWhy(ServiceFault fault, string expected)
    {
        server.Spoil("files/upload", fault);

        var thrown = await Assert.ThrowsAsync<StoreUnreachableException>(() => Open().PutNewAsync(Name, new MemoryStream([1]), Cancel));

        Assert.Contains(expected, thrown.Message, StringComparison.Ordinal);
        Assert.False(thrown.AccessDenied);
        Assert.Empty(server.Paths);
    }

    [Fact]
    public async Task FolderInTheWay_IsRejected()
    {
        server.Write($"/{Name}/inside", [1]);

        await Assert.ThrowsAsync<StoreRejectedException>(() => Open().PutNewAsync(Name, new MemoryStream([1]), Cancel));
    }

    [Fact]
    public async Task FileInPlaceOfAFolder_IsRejected()
    {
        server.Write("/batches", [1]);

        await Assert.ThrowsAsync<StoreRejectedException>(() => Open().PutNewAsync(Name, new MemoryStream([1]), Cancel));
    }

    [Fact]
    public async Task Delete_NameOfAFolder_LeavesWhatIsInIt()
    {
        server.Write("/batches/farm/x", [1]);

        Assert.False(await Open().DeleteAsync(new ObjectName("batches"), Cancel));

        Assert.Single(server.Paths);
    }

    [Fact]
    public async Task AccessTokenRunOut_IsReplacedOnce_AndTheCallGoesThrough()
    {
        var store = Open();
        await store.PutNewAsync(new ObjectName("a"), new MemoryStream([1]), Cancel);
        server.ExpireAccessTokens();

        Assert.Equal(PutOutcome.Created, await store.PutNewAsync(new ObjectName("b"), new MemoryStream([1]), Cancel));

        Assert.Equal(2, server.TokensGranted);
        Assert.Equal(["files/upload 401", "oauth2/token 200", "files/upload 200"], server.Calls.TakeLast(3));
    }

    [Fact]
    public async Task AccessTokenGood_IsAskedForOnceByManyAtOnce()
    {
        var store = Open();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => store.PutNewAsync(new ObjectName($"a{i}"), new MemoryStream([1]), Cancel)));

        Assert.Equal(1, server.TokensGranted);
    }

    [Fact]
    public async Task OwnerTookAccessBack_IsDeniedAndNothingIsAtFaultButThat()
    {
        var store = Open();
        await store.PutNewAsync(new ObjectName("a"), new MemoryStream([1]), Cancel);
        server.RevokeEverything();

        var thrown = await Assert.ThrowsAsync<StoreUnreachableException>(() => store.PutNewAsync(new ObjectName("b"), new MemoryStream([1]), Cancel));

        Assert.True(thrown.AccessDenied);
        Assert.Contains("dropbox login", thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("refresh-", thrown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AppWithoutPermission_SaysWhichToGive()
    {
        server.Spoil("files/upload", ServiceFault.MissingScope);

        var thrown = await Assert.ThrowsAsync<StoreUnreachableException>(() => Open().PutNewAsync(Name, new MemoryStream([1]), Cancel));

        Assert.True(thrown.AccessDenied);
        Assert.Contains("files.content.write", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_ManyPages_GivesAll()
    {
        server.MostPerPage = 3;
        var store = Open("/c");
        var names = Enumerable.Range(10, 20).Select(i => $"a/{i}").ToList();
        foreach (var name in names)
        {
            await store.PutNewAsync(new ObjectName(name), new MemoryStream([1]), Cancel);
        }

        Assert.Equal(names, await store.ListAsync("", Cancel).Select(file => file.Name.Value).ToListAsync(Cancel));
    }

    protected override bool CanSeek => false;

    protected override Task<IObjectStore> StoreAsync() => Task.FromResult(Open());

    private static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        new Random(7).NextBytes(bytes);
        return bytes;
    }

    private IObjectStore Open(string folder = "") => StoreFactory.Create(
        new StoreOptions { DropboxFolder = folder, DropboxToken = new DropboxToken(Server.AppKey, server.NewRefreshToken()), DropboxApi = server.Address }, TimeProvider.System).Objects;
}
