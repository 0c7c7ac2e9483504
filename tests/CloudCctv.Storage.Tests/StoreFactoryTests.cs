using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Azure.Storage.Sas;
using CloudCctv.Storage.Objects;
using CloudCctv.Tests.Support;

namespace CloudCctv.Storage.Tests;

public sealed class StoreFactoryTests(AzuriteFixture azurite)
{
    private const string Secret = "c2VjcmV0";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<StoreOptions, string> Faulty => new()
    {
        { new StoreOptions(), "exactly one of Folder" },
        { new StoreOptions { Folder = "/a", ConnectionString = Secret }, "Folder, ConnectionString are" },
        { new StoreOptions { Folder = " " }, "Folder is blank" },
        { new StoreOptions { Folder = "/a", Queue = "../up" }, "Queue is '../up'" },
        { new StoreOptions { Folder = "/a", Queue = "Batches" }, "Queue is 'Batches'" },
        { new StoreOptions { ConnectionString = $"AccountKey={Secret}" }, "ConnectionString (value not shown)" },
        { new StoreOptions { ConnectionString = Secret }, "ConnectionString (value not shown)" },
        { new StoreOptions { ConnectionString = "UseDevelopmentStorage=true", Container = "a--b" }, "Container is 'a--b'" },
        { new StoreOptions { AccountUrl = new("http://x.blob.core.windows.net") }, "AccountUrl is 'http://x" },
        { new StoreOptions { AccountUrl = new("https://x.queue.core.windows.net") }, "expected the blob endpoint" },
        { new StoreOptions { AccountUrl = new($"https://x.blob.core.windows.net/?sig={Secret}") }, "goes into ContainerSasUrl" },
        { new StoreOptions { ContainerSasUrl = new($"https://x.blob.core.windows.net/c?sig={Secret}") }, "QueueSasUrl is not set" },
        { new StoreOptions { QueueSasUrl = new($"https://x.queue.core.windows.net/q?sig={Secret}") }, "ContainerSasUrl is not set" },
        { new StoreOptions { ContainerSasUrl = new("https://x.blob.core.windows.net/c"), QueueSasUrl = new($"https://x.queue.core.windows.net/q?sig={Secret}") }, "ContainerSasUrl is 'https" },
        { new StoreOptions { ContainerSasUrl = new($"https://x.blob.core.windows.net/c?sig={Secret}"), QueueSasUrl = new($"http://x.queue.core.windows.net/q?sig={Secret}") }, "QueueSasUrl is 'http" },
    };

    [Theory]
    [MemberData(nameof(Faulty), DisableDiscoveryEnumeration = true)]
    public void Create_FaultyOptions_NamesTheKeyAndKeepsSecrets(StoreOptions options, string expected)
    {
        var fault = Assert.Throws<ArgumentException>(() => StoreFactory.Create(options, TimeProvider.System));

        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_Folder_KeepsObjectsAndMessagesApart()
    {
        using var folder = new TempFolder();
        var store = StoreFactory.Create(new StoreOptions { Folder = folder.File("new", "store") }, TimeProvider.System);

        await store.EnsureCreatedAsync(Cancel);
        await RoundTripAsync(store);

        Assert.True(File.Exists(folder.File("new", "store", "objects", "a", "b")));
        Assert.Single(Directory.GetFiles(folder.File("new", "store", "queues", "batches")));
        Assert.Contains(folder.File("new", "store"), store.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_ConnectionString_MakesContainerAndQueueAndBothWork()
    {
        var server = await azurite.ServerAsync();
        var options = new StoreOptions { ConnectionString = server.ConnectionString, Container = AzuriteFixture.UniqueName(), Queue = AzuriteFixture.UniqueName() };
        var store = StoreFactory.Create(options, TimeProvider.System);

        await store.EnsureCreatedAsync(Cancel);
        await store.EnsureCreatedAsync(Cancel);
        await RoundTripAsync(store);

        Assert.Contains(options.Container, store.Description, StringComparison.Ordinal);
        Assert.DoesNotContain(AzuriteServer.Key, store.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_SasUrls_UploaderNeedsNoMoreThanTheDocumentedRights()
    {
        var server = await azurite.ServerAsync();
        var container = new BlobContainerClient(server.ConnectionString, AzuriteFixture.UniqueName());
        var queue = new QueueClient(server.ConnectionString, AzuriteFixture.UniqueName());
        await container.CreateAsync(cancellationToken: Cancel);
        await queue.CreateAsync(cancellationToken: Cancel);
        var expires = TimeProvider.System.GetUtcNow().AddHours(1);
        var containerSas = container.GenerateSasUri(BlobContainerSasPermissions.Read | BlobContainerSasPermissions.Create | BlobContainerSasPermissions.Write, expires);
        var queueSas = queue.GenerateSasUri(QueueSasPermissions.Add, expires);
        var store = StoreFactory.Create(new StoreOptions { ContainerSasUrl = containerSas, QueueSasUrl = queueSas }, TimeProvider.System);

        await store.EnsureCreatedAsync(Cancel);
        await RoundTripAsync(store);

        Assert.Equal(PutOutcome.Created, await store.Objects.PutNewAsync(new ObjectName("big"), new MemoryStream(new byte[3_000_000]), Cancel));
        Assert.Equal(PutOutcome.AlreadyThere, await store.Objects.PutNewAsync(new ObjectName("big"), new MemoryStream(new byte[3_000_000]), Cancel));
        Assert.DoesNotContain("sig=", store.ToString(), StringComparison.Ordinal);
        var denied = await Assert.ThrowsAsync<StoreUnreachableException>(() => store.Objects.DeleteAsync(new ObjectName("big"), Cancel));
        Assert.True(denied.AccessDenied);
        Assert.DoesNotContain("sig=", denied.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Create_AccountUrl_FindsTheQueueEndpoint()
    {
        var store = StoreFactory.Create(new StoreOptions { AccountUrl = new("https://home.blob.core.windows.net") }, TimeProvider.System);

        Assert.Equal("container https://home.blob.core.windows.net/cctv, queue https://home.queue.core.windows.net/batches", store.Description);
    }

    private static async Task RoundTripAsync(Store store)
    {
        Assert.Equal(PutOutcome.Created, await store.Objects.PutNewAsync(new ObjectName("a/b"), new MemoryStream([1]), Cancel));
        Assert.NotNull(await store.Objects.GetPropertiesAsync(new ObjectName("a/b"), Cancel));
        await store.Queue.SendAsync("a/b", Cancel);
    }
}
