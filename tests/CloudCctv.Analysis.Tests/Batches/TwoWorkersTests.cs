using CloudCctv.Analysis.Batches;
using CloudCctv.Analysis.Claims;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Contracts.Batches;

namespace CloudCctv.Analysis.Tests.Batches;

public sealed class TwoWorkersTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SameMessageTwice_OneWorksTheOtherIsToldToComeBack()
    {
        using var inside = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        await using var first = new Installation(detector: new RedDetector
        {
            BeforeFrame = () =>
            {
                inside.Release();
                goOn.Wait(Token);
            },
        });
        await using var second = new Installation(sharing: first);
        var batch = BatchMaker.For().With(Picture.WithPerson());
        await first.PutAsync(batch);

        var working = Task.Run(() => first.HandleAsync(batch), Token);
        await inside.WaitAsync(Token);
        var busy = await second.HandleAsync(batch, 2);
        goOn.Release();

        Assert.Equal(HandleEnding.Postponed, busy.Ending);
        Assert.InRange(busy.Delay, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
        Assert.True((await working).IsDone);
        Assert.True((await second.HandleAsync(batch, 3)).IsDone);
        await second.DeliverAsync();
        Assert.Single(first.Channel.Sent);
    }

    [Fact]
    public async Task ClaimThatRanOut_BothWorkToTheEnd_SameStoreAndOneAlert()
    {
        using var inside = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        await using var slow = new Installation(detector: new RedDetector
        {
            BeforeFrame = () =>
            {
                inside.Release();
                goOn.Wait(Token);
            },
        });
        await using var quick = new Installation(sharing: slow);
        var batch = BatchMaker.For().With(Picture.WithPerson(), Picture.WithPerson(shade: 60));
        await slow.PutAsync(batch);

        var working = Task.Run(() => slow.HandleAsync(batch), Token);
        await inside.WaitAsync(Token);
        slow.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.True((await quick.HandleAsync(batch, 2)).IsDone);
        await quick.DeliverAsync();
        var before = await quick.ContentAsync("");
        goOn.Release(2);

        Assert.True((await working).IsDone);
        await slow.DeliverAsync();
        Assert.Equal(before, await quick.ContentAsync(""));
        Assert.Single(slow.Channel.Sent);
    }

    [Fact]
    public async Task FourWorkers_DuplicatedMessages_EachSightingOnceEachAlertOnceNoZipLeft()
    {
        await using var system = new Installation();
        var workers = new List<Installation> { system };
        workers.AddRange(Enumerable.Range(0, 3).Select(_ => new Installation(sharing: system)));
        var batches = Enumerable.Range(0, 12)
            .Select(i => BatchMaker.For(camera: $"cam-{i % 4}", part: 1 + (i / 4), id: $"event00{i % 4}").With(Picture.WithPerson()))
            .ToList();
        foreach (var batch in batches)
        {
            await system.PutAsync(batch);
            await system.Store.Queue.SendAsync(CommitMessage.For(batch.Name), Token);
            await system.Store.Queue.SendAsync(CommitMessage.For(batch.Name), Token);
        }

        await Task.WhenAll(workers.Select(worker => Task.Run(() => EmptyQueueAsync(worker), Token)));
        await Task.WhenAll(workers.Select(worker => Task.Run(worker.DeliverAsync, Token)));

        Assert.Empty(await system.NamesAsync("batches/"));
        Assert.Empty(await system.NamesAsync("claims/"));
        Assert.Empty(await system.QuarantineAsync());
        Assert.Equal(12 * 3, (await system.NamesAsync("flagged/farm/")).Count);
        Assert.Equal(4, system.Channel.Sent.Count);
        foreach (var worker in workers.Skip(1))
        {
            await worker.DisposeAsync();
        }
    }

    [Fact]
    public async Task BusyBatch_WaitedForManyTimes_IsNeverTakenForPoison()
    {
        await using var system = new Installation();
        var batch = BatchMaker.For().With(Picture.WithPerson());
        await system.PutAsync(batch);
        await system.Store.Queue.SendAsync(CommitMessage.For(batch.Name), Token);
        var claim = await system.Get<ClaimStore>().TryTakeAsync(batch.Name, Token);
        for (var wait = 0; wait < 8; wait++)
        {
            var item = await system.Store.Queue.ReceiveAsync(TimeSpan.FromMinutes(1), Token);
            Assert.Equal(1, item!.DequeueCount);

            // As a runtime does that counts what it is thrown: handle, then delete.
            Assert.Null(await system.Handler.HandleOrResendAsync(item.Body, item.DequeueCount, Token));
            await system.Store.Queue.DeleteAsync(item, Token);
            Assert.Null(await system.Store.Queue.ReceiveAsync(TimeSpan.FromMinutes(1), Token));
            system.Clock.Advance(TimeSpan.FromSeconds(30));
            await claim!.KeepAsync(Token);
        }

        await claim!.GiveBackAsync(Token);
        var last = await system.Store.Queue.ReceiveAsync(TimeSpan.FromMinutes(1), Token);
        Assert.Equal(batch.Name.Event.ToString(), await system.Handler.HandleOrResendAsync(last!.Body, last.DequeueCount, Token));
        Assert.Empty(await system.QuarantineAsync());
    }

    [Fact]
    public async Task Claim_TakenAndKept_HoldsOthersOffUntilItRunsOut()
    {
        await using var system = new Installation();
        var claims = system.Get<ClaimStore>();
        var batch = BatchMaker.For().Name;

        var mine = await claims.TryTakeAsync(batch, Token);
        Assert.Null(await claims.TryTakeAsync(batch, Token));
        system.Clock.Advance(TimeSpan.FromSeconds(50));
        await mine!.KeepAsync(Token);
        system.Clock.Advance(TimeSpan.FromSeconds(50));
        Assert.Null(await claims.TryTakeAsync(batch, Token));
        system.Clock.Advance(TimeSpan.FromSeconds(20));

        var theirs = await claims.TryTakeAsync(batch, Token);
        Assert.Equal(2, theirs!.Attempt);
        await mine.FailAsync("too late", Token);
        Assert.True(await claims.IsHeldAsync(batch, Token));
    }

    private static async Task EmptyQueueAsync(Installation worker)
    {
        while (await worker.Store.Queue.ReceiveAsync(TimeSpan.FromMinutes(1), Token) is { } item)
        {
            var outcome = await worker.Handler.HandleAsync(item.Body, item.DequeueCount, Token);
            if (outcome.IsDone)
            {
                await worker.Store.Queue.DeleteAsync(item, Token);
            }
            else
            {
                await worker.Store.Queue.ReturnAsync(item, TimeSpan.Zero, Token);
            }
        }
    }
}
