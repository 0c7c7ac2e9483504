using CloudCctv.Analysis.Claims;
using CloudCctv.Analysis.Sweep;
using CloudCctv.Analysis.Tests.Support;

namespace CloudCctv.Analysis.Tests.Sweep;

public sealed class ClaimSweepTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sweep_ClaimOfABatchThatIsDone_IsRemovedOnceItIsOld()
    {
        await using var system = new Installation();
        var batch = BatchMaker.For().With(Picture.Empty());
        await system.PutAsync(batch);
        await system.HandleAsync(batch);

        // As a worker leaves it that dies between the zip and the claim.
        await system.Get<ClaimStore>().TryTakeAsync(batch.Name, Token);

        Assert.Equal(0, await system.Get<ClaimSweep>().SweepAsync(Token));
        system.Clock.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal(1, await system.Get<ClaimSweep>().SweepAsync(Token));
        Assert.Empty(await system.NamesAsync("claims/"));
    }

    [Fact]
    public async Task Sweep_ClaimThatRanOutOnABatchThatWaits_IsKeptBecauseItCounts()
    {
        await using var system = new Installation();
        var batch = BatchMaker.For().With(Picture.Empty());
        await system.PutAsync(batch);
        await system.Get<ClaimStore>().TryTakeAsync(batch.Name, Token);
        system.Clock.Advance(TimeSpan.FromMinutes(31));

        Assert.Equal(0, await system.Get<ClaimSweep>().SweepAsync(Token));
        Assert.Equal(2, (await system.Get<ClaimStore>().TryTakeAsync(batch.Name, Token))!.Attempt);
    }

    [Fact]
    public async Task Sweep_ClaimThatIsHeld_IsLeftAlone()
    {
        await using var system = new Installation();
        var claim = await system.Get<ClaimStore>().TryTakeAsync(BatchMaker.For().Name, Token);
        system.Clock.Advance(TimeSpan.FromMinutes(31));
        await claim!.KeepAsync(Token);

        Assert.Equal(0, await system.Get<ClaimSweep>().SweepAsync(Token));
    }
}
