using CloudCctv.Analysis.Tests.Support;

namespace CloudCctv.Analysis.Tests.Batches;

/// <summary>A process killed at every single write, before it or right after it; then another process gets the message again.</summary>
public sealed class CrashTests
{
    // More than the longest run has writes; the tests check that the last ones were no crash any more.
    private const int Writes = 40;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Killed_AtAnyWriteOfABatch_TheNextTryGivesTheSameStoreAndOneAlert(bool afterTheWrite)
    {
        var expected = await UndisturbedAsync();
        var crashes = 0;
        for (var write = 1; write <= Writes; write++)
        {
            await using var survivor = new Installation();
            var batch = Batch();
            await survivor.PutAsync(batch);
            crashes += await CrashAsync(survivor, batch, write, afterTheWrite, deliver: false) ? 1 : 0;

            survivor.Clock.Advance(TimeSpan.FromMinutes(6));
            Assert.True((await survivor.HandleAsync(batch, 2)).IsDone);
            await survivor.DeliverAsync();

            Assert.Equal(expected.Names, await survivor.NamesAsync());
            Assert.Equal(expected.Flagged, await survivor.ContentAsync("flagged/"));
            Assert.Equal(expected.Index, await survivor.ContentAsync("index/"));
            Assert.Single(survivor.Channel.Sent);
        }

        Assert.InRange(crashes, 10, Writes - 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Killed_AtAnyWriteOfABatchWithABadFrame_EvidenceAndSightingsAreComplete(bool afterTheWrite)
    {
        var crashes = 0;
        for (var write = 1; write <= Writes; write++)
        {
            await using var survivor = new Installation();
            var batch = Batch().Replace(0, [1, 2, 3]);
            await survivor.PutAsync(batch);
            crashes += await CrashAsync(survivor, batch, write, afterTheWrite, deliver: false) ? 1 : 0;

            survivor.Clock.Advance(TimeSpan.FromMinutes(6));
            Assert.True((await survivor.HandleAsync(batch, 2)).IsDone);

            Assert.Single(await survivor.QuarantineAsync());
            Assert.Equal(6, (await survivor.NamesAsync("flagged/farm/")).Count);
            Assert.Empty(await survivor.NamesAsync("batches/"));
        }

        Assert.InRange(crashes, 10, Writes - 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Killed_AtAnyWriteOfQuarantine_TheZipIsKeptOnce(bool afterTheWrite)
    {
        var crashes = 0;
        for (var write = 1; write <= 12; write++)
        {
            await using var survivor = new Installation();
            var batch = Batch();
            await survivor.PutAsync(batch, "This is not a zip at all."u8.ToArray());
            crashes += await CrashAsync(survivor, batch, write, afterTheWrite, deliver: false) ? 1 : 0;

            survivor.Clock.Advance(TimeSpan.FromMinutes(6));
            Assert.True((await survivor.HandleAsync(batch, 2)).IsDone);

            Assert.Equal([$"quarantine/{batch.Name}", $"quarantine/{batch.Name}.reason.json", $"results/{batch.Name}.json"], await survivor.NamesAsync());
        }

        Assert.InRange(crashes, 4, 11);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Killed_AtAnyWriteOfTheDelivery_TheAlertCarriesOneKey(bool afterTheWrite)
    {
        for (var write = 1; write <= Writes; write++)
        {
            await using var survivor = new Installation();
            var batch = Batch();
            await survivor.PutAsync(batch);
            await CrashAsync(survivor, batch, write, afterTheWrite, deliver: true);

            survivor.Clock.Advance(TimeSpan.FromMinutes(6));
            await survivor.HandleAsync(batch, 2);
            await survivor.DeliverAsync();

            Assert.InRange(survivor.Channel.Sent.Count, 1, 2);
            Assert.Single(survivor.Channel.Sent.Select(sent => sent.Alert.Key).Distinct());
            Assert.Empty(await survivor.NamesAsync("alerts/pending/"));
            Assert.Single(await survivor.NamesAsync("alerts/sent/"));
        }
    }

    private static BatchMaker Batch() => BatchMaker.For().With(Picture.Empty(), Picture.WithPerson(), Picture.WithPerson(shade: 60));

    private static async Task<(IReadOnlyList<string> Names, Dictionary<string, string> Flagged, Dictionary<string, string> Index)> UndisturbedAsync()
    {
        await using var system = new Installation();
        var batch = Batch();
        await system.PutAsync(batch);
        await system.HandleAsync(batch);
        await system.DeliverAsync();
        return (await system.NamesAsync(), await system.ContentAsync("flagged/"), await system.ContentAsync("index/"));
    }

    /// <returns>False if the work was done before the crash could come.</returns>
    private static async Task<bool> CrashAsync(Installation survivor, BatchMaker batch, int write, bool afterTheWrite, bool deliver)
    {
        CrashingStore? store = null;
        await using var victim = new Installation(survivor, inner => store = new CrashingStore(inner, write, afterTheWrite));
        try
        {
            await victim.HandleAsync(batch);
            if (deliver)
            {
                await victim.DeliverAsync();
            }
        }
        catch (SimulatedCrash)
        {
            // As intended.
        }

        return store!.Crashed;
    }
}
