using System.Diagnostics;
using System.Text;
using Azure.Storage.Queues;
using CloudCctv.Storage.Azure;
using CloudCctv.Storage.Queues;
using CloudCctv.Storage.Tests.Queues;
using CloudCctv.Tests.Support;

namespace CloudCctv.Storage.Tests.Azure;

public sealed class StorageWorkQueueTests(AzuriteFixture azurite) : WorkQueueContract
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly string name = AzuriteFixture.UniqueName();

    [Fact]
    public async Task Send_AnyBody_IsBase64AndNeverExpires()
    {
        var queue = await QueueAsync();
        await queue.SendAsync("café", Cancel);

        var message = (await Client(await azurite.ServerAsync()).PeekMessageAsync(Cancel)).Value;

        Assert.Equal("café", Encoding.UTF8.GetString(Convert.FromBase64String(message.MessageText)));
        Assert.True(message.ExpiresOn > message.InsertedOn!.Value.AddYears(10), "commits must outlive the service's seven days");
    }

    [Fact]
    public async Task Receive_MessageOfAnotherTool_IsHandedOnInsteadOfBlockingTheQueue()
    {
        var queue = await QueueAsync();
        await Client(await azurite.ServerAsync()).SendMessageAsync("{\"not\": \"base64\"}", Cancel);

        Assert.Equal("{\"not\": \"base64\"}", (await queue.ReceiveAsync(Minute, Cancel))!.Body);
    }

    [Fact]
    public async Task Anything_QueueMissing_Unreachable()
    {
        IWorkQueue queue = new StorageWorkQueue(Client(await azurite.ServerAsync()));

        await Assert.ThrowsAsync<StoreUnreachableException>(() => queue.SendAsync("work", Cancel));
        await Assert.ThrowsAsync<StoreUnreachableException>(() => queue.ReceiveAsync(Minute, Cancel));
        await Assert.ThrowsAsync<StoreUnreachableException>(() => queue.DeleteAsync(new WorkItem("1", "", 1, "1"), Cancel));
    }

    protected override async Task<IWorkQueue> QueueAsync()
    {
        var client = Client(await azurite.ServerAsync());
        await client.CreateIfNotExistsAsync(cancellationToken: Cancel);
        return new StorageWorkQueue(client);
    }

    protected override async Task<WorkItem> ReceiveLaterAsync(IWorkQueue queue, TimeSpan visibility)
    {
        // The server's clock is its own: ask until it is time.
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < Deadline)
        {
            if (await queue.ReceiveAsync(visibility, Cancel) is { } item)
            {
                return item;
            }
        }

        throw new TimeoutException("The message did not come back.");
    }

    private QueueClient Client(AzuriteServer server) => new(server.ConnectionString, name, AzureClients.QueueOptions());
}
