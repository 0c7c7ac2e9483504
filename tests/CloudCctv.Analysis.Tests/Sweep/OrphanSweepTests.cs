using CloudCctv.Analysis.Claims;
using CloudCctv.Analysis.Sweep;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Contracts.Batches;

namespace CloudCctv.Analysis.Tests.Sweep;

public sealed class OrphanSweepTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sweep_OldZipWithoutMessage_IsQueuedAgain()
    {
        await using var system = new Installation();
        var batch = BatchMaker.For().With(Picture.Empty());
        await system.PutAsync(batch);

        Assert.Equal(0, await system.Get<OrphanSweep>().SweepAsync(Token));
        system.Clock.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal(1, await system.Get<OrphanSweep>().SweepAsync(Token));

        var item = await system.Store.Queue.ReceiveAsync(TimeSpan.FromMinutes(1), Token);
        Assert.Equal(CommitMessage.For(batch.Name), item!.Body);
    }

    [Fact]
    public async Task Sweep_FinishedZip_IsDeleted()
    {
        await using var system = new Installation();
        var batch = BatchMaker.For().With(Picture.Empty());
        await system.PutAsync(batch);
        await system.HandleAsync(batch);
        await system.PutAsync(batch);
        system.Clock.Advance(TimeSpan.FromMinutes(31));

        Assert.Equal(0, await system.Get<OrphanSweep>().SweepAsync(Token));
        Assert.Empty(await system.NamesAsync("batches/"));
    }

    [Fact]
    public async Task Sweep_MoreThanOneSweepHolds_GoesOnAndBeginsAnew()
    {
        await using var system = new Installation(settings: new() { ["Sweep:MaxPerSweep"] = "2" });
        for (var i = 0; i < 5; i++)
        {
            await system.PutAsync(BatchMaker.For(camera: $"cam-{i}").With(Picture.Empty()));
        }

        system.Clock.Advance(TimeSpan.FromMinutes(31));
        var queued = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            queued.Add(await system.Get<OrphanSweep>().SweepAsync(Token));
        }

        await EmptyQueueAsync(system);
        system.Clock.Advance(TimeSpan.FromMinutes(31));
        queued.Add(await system.Get<OrphanSweep>().SweepAsync(Token));

        Assert.Equal([2, 2, 1, 0, 2], queued);
    }

    [Fact]
    public async Task Sweep_BehindABacklog_OnlyWhatTheQueueHasPassedIsAnOrphan()
    {
        await using var system = new Installation();
        var lost = BatchMaker.For(camera: "lost").With(Picture.Empty());
        await system.PutAsync(lost);
        system.Clock.Advance(TimeSpan.FromMinutes(31));
        var waits = BatchMaker.For(camera: "waits").With(Picture.Empty());
        await system.PutAsync(waits);
        await system.Store.Queue.SendAsync(CommitMessage.For(waits.Name), Token);
        system.Clock.Advance(TimeSpan.FromHours(3));

        Assert.Equal(1, await system.Get<OrphanSweep>().SweepAsync(Token));
        var bodies = (await system.Store.Queue.ReceiveAsync(9, TimeSpan.FromMinutes(1), Token)).Select(item => item.Body);
        Assert.Equal([CommitMessage.For(waits.Name), CommitMessage.For(lost.Name)], bodies);
    }

    [Fact]
    public async Task Sweep_PassIsOver_AnotherWorkerDoesNotListAgain()
    {
        await using var system = new Installation();
        await using var other = new Installation(sharing: system, wrap: inner => new UnreachableStore(inner) { CutPrefix = StoreLayout.BatchPrefix });
        await system.PutAsync(BatchMaker.For().With(Picture.Empty()));
        system.Clock.Advance(TimeSpan.FromMinutes(31));

        Assert.Equal(1, await system.Get<OrphanSweep>().SweepAsync(Token));
        Assert.Equal(0, await other.Get<OrphanSweep>().SweepAsync(Token));
    }

    [Fact]
    public async Task Sweep_ZipThatSomebodyWorksOn_IsLeftAlone()
    {
        await using var system = new Installation();
        var batch = BatchMaker.For().With(Picture.Empty());
        await system.PutAsync(batch);
        system.Clock.Advance(TimeSpan.FromMinutes(31));
        await system.Get<ClaimStore>().TryTakeAsync(batch.Name, Token);

        Assert.Equal(0, await system.Get<OrphanSweep>().SweepAsync(Token));
    }

    [Fact]
    public async Task Sweep_StrangeObject_IsLeftAlone()
    {
        await using var system = new Installation();
        await system.Store.Objects.PutAsync(new("batches/notes.txt"), "hello"u8.ToArray(), Token);
        system.Clock.Advance(TimeSpan.FromMinutes(31));

        Assert.Equal(0, await system.Get<OrphanSweep>().SweepAsync(Token));
        Assert.Contains("batches/notes.txt", await system.NamesAsync());
    }

    private static async Task EmptyQueueAsync(Installation system)
    {
        foreach (var item in await system.Store.Queue.ReceiveAsync(32, TimeSpan.FromMinutes(1), Token))
        {
            await system.Store.Queue.DeleteAsync(item, Token);
        }
    }
}
