using CloudCctv.Storage.Folders;
using CloudCctv.Storage.Queues;
using CloudCctv.Storage.Tests.Queues;
using CloudCctv.Tests.Support;

namespace CloudCctv.Storage.Tests.Folders;

public sealed class FolderWorkQueueTests : WorkQueueContract, IDisposable
{
    private readonly TempFolder folder = new();
    private readonly ManualTimeProvider clock = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Receive_SeveralVisible_OldestFirst()
    {
        var queue = Open();
        foreach (var body in new[] { "first", "second", "third" })
        {
            await queue.SendAsync(body, Cancel);
            clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal("first", (await queue.ReceiveAsync(Minute, Cancel))!.Body);
        Assert.Equal("second", (await Open().ReceiveAsync(Minute, Cancel))!.Body);
        Assert.Equal("third", (await queue.ReceiveAsync(Minute, Cancel))!.Body);
    }

    [Fact]
    public async Task Receive_UntilTheVeryEndOfTheTimeOut_IsHidden()
    {
        var queue = Open();
        await queue.SendAsync("work", Cancel);
        await queue.ReceiveAsync(Minute, Cancel);

        clock.Advance(Minute - TimeSpan.FromTicks(1));
        Assert.Null(await queue.ReceiveAsync(Minute, Cancel));

        clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(2, (await queue.ReceiveAsync(Minute, Cancel))!.DequeueCount);
    }

    [Fact]
    public async Task Receive_OneVisibilityWindowAfterAnother_EachMessageOncePerWindow()
    {
        for (var i = 0; i < 100; i++)
        {
            await Open().SendAsync($"work {i}", Cancel);
        }

        for (var window = 1; window <= 3; window++)
        {
            var deliveries = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
            {
                var queue = Open();
                var items = new List<WorkItem>();
                while (await queue.ReceiveAsync(Minute, Cancel) is { } item)
                {
                    items.Add(item);
                }

                return items;
            })));

            var all = deliveries.SelectMany(items => items).ToList();
            Assert.Equal(100, all.DistinctBy(item => item.Body).Count());
            Assert.Equal(100, all.Count);
            Assert.All(all, item => Assert.Equal(window, item.DequeueCount));
            clock.Advance(Minute);
        }
    }

    [Fact]
    public async Task Receive_HalfWrittenAndForeignFiles_AreNoMessages()
    {
        var queue = new FolderWorkQueue(folder.Path, clock);
        queue.Prepare();
        await File.WriteAllTextAsync(folder.File(".tmp", "half"), "ha", Cancel);
        await File.WriteAllTextAsync(folder.File("notes.msg"), "?", Cancel);

        Assert.Null(await ((IWorkQueue)queue).ReceiveAsync(Minute, Cancel));
        Assert.Equal(0, await queue.CountAsync(Cancel));
    }

    [Fact]
    public async Task Delete_ForgedReceipt_TouchesNothing()
    {
        await File.WriteAllTextAsync(folder.File("victim"), "", Cancel);
        IWorkQueue queue = new FolderWorkQueue(folder.File("queue"), clock);
        await queue.SendAsync("work", Cancel);
        var item = await queue.ReceiveAsync(Minute, Cancel);

        Assert.False(await queue.DeleteAsync(item! with { Receipt = "../victim" }, Cancel));
        Assert.Null(await queue.RenewAsync(item! with { Receipt = "../victim" }, Minute, Cancel));

        Assert.True(File.Exists(folder.File("victim")));
        Assert.True(await queue.DeleteAsync(item!, Cancel));
    }

    [Fact]
    public async Task Send_RootIsNoFolder_IsUnreachable()
    {
        await File.WriteAllTextAsync(folder.File("file"), "", Cancel);

        await Assert.ThrowsAsync<StoreUnreachableException>(() => new FolderWorkQueue(folder.File("file"), clock).SendAsync("work", TimeSpan.Zero, Cancel));
    }

    protected override Task<IWorkQueue> QueueAsync() => Task.FromResult(Open());

    protected override async Task<WorkItem> ReceiveLaterAsync(IWorkQueue queue, TimeSpan visibility)
    {
        clock.Advance(TimeSpan.FromSeconds(1));
        return (await queue.ReceiveAsync(visibility, Cancel))!;
    }

    private IWorkQueue Open() => new FolderWorkQueue(folder.Path, clock);
}
