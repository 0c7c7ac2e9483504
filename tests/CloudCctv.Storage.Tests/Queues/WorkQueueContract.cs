using System.Collections.Concurrent;
using CloudCctv.Storage.Queues;

namespace CloudCctv.Storage.Tests.Queues;

/// <summary>What every queue does. Each test has a queue of its own, empty at first.</summary>
public abstract class WorkQueueContract
{
    protected static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Opens the same queue anew at each call, as another process would.</summary>
    protected abstract Task<IWorkQueue> QueueAsync();

    /// <summary>Receives once <see cref="Short"/> has passed.</summary>
    protected abstract Task<WorkItem> ReceiveLaterAsync(IWorkQueue queue, TimeSpan visibility);

    [Theory]
    [InlineData("home/door/2026/03/02/120000000-1-1.zip")]
    [InlineData("")]
    [InlineData("\uFEFF <&>\u0001 \"\n 🎥")]
    public async Task Receive_SentMessage_ComesOnceUnchanged(string body)
    {
        var queue = await QueueAsync();
        await queue.SendAsync(body, Cancel);

        var item = await queue.ReceiveAsync(Minute, Cancel);

        Assert.Equal((body, 1), (item!.Body, item.DequeueCount));
        Assert.Null(await queue.ReceiveAsync(Minute, Cancel));
        Assert.Null(await (await QueueAsync()).ReceiveAsync(Minute, Cancel));
        Assert.Equal(1, await queue.CountAsync(Cancel));
    }

    [Fact]
    public async Task Receive_EmptyQueue_Null()
    {
        var queue = await QueueAsync();

        Assert.Null(await queue.ReceiveAsync(Minute, Cancel));
        Assert.Equal(0, await queue.CountAsync(Cancel));
    }

    [Fact]
    public async Task Receive_TimeOutPassed_ComesAgainAndTheFirstReceiptIsWorthNothing()
    {
        var queue = await QueueAsync();
        await queue.SendAsync("work", Cancel);
        var first = await queue.ReceiveAsync(Short, Cancel);

        var second = await ReceiveLaterAsync(queue, Minute);

        Assert.Equal((first!.Id, 2), (second.Id, second.DequeueCount));
        Assert.False(await queue.DeleteAsync(first, Cancel));
        Assert.Null(await queue.RenewAsync(first, Minute, Cancel));
        await queue.ReturnAsync(first, TimeSpan.Zero, Cancel);
        Assert.Null(await queue.ReceiveAsync(Minute, Cancel));
        Assert.True(await queue.DeleteAsync(second, Cancel));
    }

    [Fact]
    public async Task Renew_OurMessage_StaysHiddenUnderANewReceipt()
    {
        var queue = await QueueAsync();
        await queue.SendAsync("work", Cancel);
        var taken = await queue.ReceiveAsync(Short, Cancel);

        var renewed = await queue.RenewAsync(taken!, Minute, Cancel);

        // This message comes after the first one's old time-out, and alone.
        await queue.SendAsync("sign", Cancel);
        var sign = await queue.ReceiveAsync(Short, Cancel);
        Assert.Equal(sign!.Id, (await ReceiveLaterAsync(queue, Minute)).Id);
        Assert.Null(await queue.ReceiveAsync(Minute, Cancel));
        Assert.False(await queue.DeleteAsync(taken!, Cancel));
        Assert.True(await queue.DeleteAsync(renewed!, Cancel));
    }

    [Fact]
    public async Task Return_WithoutDelay_IsVisibleAtOnceWithItsBodyAndCount()
    {
        var queue = await QueueAsync();
        await queue.SendAsync("work", Cancel);
        var taken = await queue.ReceiveAsync(Minute, Cancel);

        await queue.ReturnAsync(taken!, TimeSpan.Zero, Cancel);

        var again = await queue.ReceiveAsync(Minute, Cancel);
        Assert.Equal((taken!.Id, "work", 2), (again!.Id, again.Body, again.DequeueCount));
    }

    [Fact]
    public async Task Return_WithDelay_IsHiddenUntilThen()
    {
        var queue = await QueueAsync();
        await queue.SendAsync("soon", Cancel);
        var soon = await queue.ReceiveAsync(Minute, Cancel);
        await queue.SendAsync("late", Cancel);
        var late = await queue.ReceiveAsync(Minute, Cancel);

        await queue.ReturnAsync(late!, Minute, Cancel);
        await queue.ReturnAsync(soon!, Short, Cancel);

        Assert.Equal("soon", (await ReceiveLaterAsync(queue, Minute)).Body);
        Assert.Null(await queue.ReceiveAsync(Minute, Cancel));
    }

    [Fact]
    public async Task Return_AgainAndAgain_EveryDeliveryCounts()
    {
        var queue = await QueueAsync();
        await queue.SendAsync("poison", Cancel);
        for (var count = 1; count <= 6; count++)
        {
            var taken = await queue.ReceiveAsync(Minute, Cancel);
            Assert.Equal(count, taken!.DequeueCount);
            await queue.ReturnAsync(taken, TimeSpan.Zero, Cancel);
        }
    }

    [Fact]
    public async Task Postpone_AgainAndAgain_NoDeliveryCountsAndTheOldReceiptIsWorthNothing()
    {
        var queue = await QueueAsync();
        await queue.SendAsync("work", Cancel);
        var first = await queue.ReceiveAsync(Minute, Cancel);
        await queue.ReturnAsync(first!, TimeSpan.Zero, Cancel);
        for (var round = 0; round < 6; round++)
        {
            var taken = await queue.ReceiveAsync(Minute, Cancel);
            Assert.Equal(("work", round == 0 ? 2 : 1), (taken!.Body, taken.DequeueCount));
            await queue.PostponeAsync(taken, TimeSpan.Zero, Cancel);
            Assert.False(await queue.DeleteAsync(taken, Cancel));
        }

        Assert.Equal(1, await queue.CountAsync(Cancel));
    }

    [Fact]
    public async Task Postpone_WithDelay_IsHiddenUntilThen()
    {
        var queue = await QueueAsync();
        await queue.SendAsync("soon", Cancel);
        var soon = await queue.ReceiveAsync(Minute, Cancel);
        await queue.SendAsync("late", Cancel);
        var late = await queue.ReceiveAsync(Minute, Cancel);

        await queue.PostponeAsync(late!, Minute, Cancel);
        await queue.PostponeAsync(soon!, Short, Cancel);

        Assert.Equal("soon", (await ReceiveLaterAsync(queue, Minute)).Body);
        Assert.Null(await queue.ReceiveAsync(Minute, Cancel));
    }

    [Fact]
    public async Task Send_WithDelay_IsHiddenUntilThen()
    {
        var queue = await QueueAsync();
        await queue.SendAsync("late", Minute, Cancel);
        await queue.SendAsync("soon", Short, Cancel);

        Assert.Equal("soon", (await ReceiveLaterAsync(queue, Minute)).Body);
        Assert.Null(await queue.ReceiveAsync(Minute, Cancel));
        Assert.Equal(2, await queue.CountAsync(Cancel));
    }

    [Fact]
    public async Task Receive_Several_EachOnceAndNoMoreThanAsked()
    {
        var queue = await QueueAsync();
        for (var i = 0; i < 5; i++)
        {
            await queue.SendAsync($"work {i}", Cancel);
        }

        var three = await queue.ReceiveAsync(3, Minute, Cancel);
        var rest = await (await QueueAsync()).ReceiveAsync(IWorkQueue.MostAtOnce, Minute, Cancel);

        Assert.Equal((3, 2), (three.Count, rest.Count));
        Assert.Equal(5, three.Concat(rest).DistinctBy(item => item.Body).Count());
        Assert.Empty(await queue.ReceiveAsync(2, Minute, Cancel));
        Assert.All(three.Concat(rest), item => Assert.Equal(1, item.DequeueCount));
    }

    [Fact]
    public async Task FindFront_IsTheOldestThatIsVisible()
    {
        var queue = await QueueAsync();
        Assert.Null(await queue.FindFrontAsync(Cancel));
        await queue.SendAsync("first", Cancel);
        var front = await queue.FindFrontAsync(Cancel);
        await queue.SendAsync("second", Cancel);

        Assert.NotNull(front);
        Assert.Equal(front, await queue.FindFrontAsync(Cancel));
        await queue.ReceiveAsync(2, Minute, Cancel);
        Assert.Null(await queue.FindFrontAsync(Cancel));
    }

    [Fact]
    public async Task Delete_Twice_TrueThenFalse()
    {
        var queue = await QueueAsync();
        await queue.SendAsync("work", Cancel);
        var taken = await queue.ReceiveAsync(Minute, Cancel);

        Assert.True(await queue.DeleteAsync(taken!, Cancel));
        Assert.False(await queue.DeleteAsync(taken!, Cancel));
        Assert.Equal(0, await queue.CountAsync(Cancel));
    }

    [Fact]
    public async Task Send_LargestBody_ArrivesAndOneByteMoreIsRejected()
    {
        var queue = await QueueAsync();
        var largest = new string('x', 48 * 1024);

        await queue.SendAsync(largest, Cancel);

        Assert.Equal(largest, (await queue.ReceiveAsync(Minute, Cancel))!.Body);
        await Assert.ThrowsAsync<StoreRejectedException>(() => queue.SendAsync(largest + "x", Cancel));
    }

    [Fact]
    public async Task Receive_WorkersRaceOnOneQueue_EachMessageGoesToOne()
    {
        var sender = await QueueAsync();
        string[] bodies = [.. Enumerable.Range(0, 60).Select(i => $"work {i}")];
        foreach (var body in bodies)
        {
            await sender.SendAsync(body, Cancel);
        }

        var received = new ConcurrentBag<string>();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
        {
            var queue = await QueueAsync();
            while (await queue.ReceiveAsync(Minute, Cancel) is { } item)
            {
                received.Add(item.Body);
                Assert.True(await queue.DeleteAsync(item, Cancel));
            }
        })));

        Assert.Equal(bodies.Order(), received.Order());
        Assert.Equal(0, await sender.CountAsync(Cancel));
    }
}
