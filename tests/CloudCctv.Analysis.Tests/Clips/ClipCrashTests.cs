using CloudCctv.Analysis.Clips;
using CloudCctv.Analysis.Retention.Trash;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;
using CloudCctv.HostileBatches;

namespace CloudCctv.Analysis.Tests.Clips;

/// <summary>A process killed at every write of a clip, before it or right after it; then another gets the message again.</summary>
public sealed class ClipCrashTests
{
    private const int Writes = 16;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Killed_AtAnyWrite_TheNextTryGivesTheSameStore(bool afterTheWrite)
    {
        var expected = await RunAsync(crashAt: null, afterTheWrite);
        var crashes = 0;
        for (var write = 1; write <= Writes; write++)
        {
            var (names, flagged, crashed) = await RunAsync(write, afterTheWrite);
            Assert.Equal(expected.Names, names);
            Assert.Equal(expected.Flagged, flagged);
            crashes += crashed ? 1 : 0;
        }

        // Claim, film, hash, wish, mark, result, zip, claim.
        Assert.InRange(crashes, 8, Writes - 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Killed_AndTheLastPictureWasDeletedMeanwhile_NothingOfTheEventStays(bool afterTheWrite)
    {
        var crashes = 0;
        for (var write = 1; write <= Writes; write++)
        {
            var (files, crashed) = await RunDeletedAsync(write, afterTheWrite, DeletePicturesAsync);
            Assert.Equal((write, 0), (write, files.Count));
            crashes += crashed ? 1 : 0;
        }

        // Claim, film, hash, hash, film, result, zip, claim.
        Assert.InRange(crashes, 8, Writes - 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Killed_AndAPartOfTheEventWasErasedMeanwhile_NoClipStays(bool afterTheWrite)
    {
        for (var write = 1; write <= Writes; write++)
        {
            var (files, _) = await RunDeletedAsync(write, afterTheWrite, (system, eventName) => system.Get<DeletionLog>().RecordClipAsync(eventName, Token));
            Assert.Equal((write, 3), (write, files.Count));
            Assert.DoesNotContain(files, file => file.Contains("/clip.", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Killed_AndTheEventIsInTheBinMeanwhile_NoHalfClipStays(bool afterTheWrite)
    {
        for (var write = 1; write <= Writes; write++)
        {
            var (files, _) = await RunDeletedAsync(write, afterTheWrite, (system, eventName) => system.Get<TrashBin>().ThrowAsync(eventName, Token));
            Assert.Contains(files.Count, new[] { 3, 5 });
        }
    }

    private static async Task DeletePicturesAsync(Installation system, EventName eventName)
    {
        foreach (var name in await system.Get<SightingCalendar>().SightingsAsync(eventName, Token))
        {
            await system.Get<SightingStore>().DeleteAsync(name, Token);
        }
    }

    // Somebody deletes right before the film is written; the worker dies; another gets the message again.
    private static async Task<(IReadOnlyList<string> Files, bool Crashed)> RunDeletedAsync(int crashAt, bool afterTheWrite, Func<Installation, EventName, Task> delete)
    {
        await using var survivor = new Installation();
        var batch = await survivor.SeenAsync();
        await survivor.PutClipAsync(batch, RawFilm.Sound());
        CrashingStore? store = null;
        await using (var victim = new Installation(survivor, inner => store = new CrashingStore(new MeetingBefore(inner, "clip.mp4", () => delete(survivor, batch.Name.Event)), crashAt, afterTheWrite)))
        {
            try
            {
                await victim.HandleClipAsync(batch);
            }
            catch (SimulatedCrash)
            {
                // As intended.
            }
        }

        // It may have died before anybody came to delete.
        await delete(survivor, batch.Name.Event);
        survivor.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.True((await survivor.HandleClipAsync(batch)).IsDone);
        return (await survivor.NamesAsync($"flagged/{batch.Name.Event}/"), store!.Crashed);
    }

    private static async Task<(IReadOnlyList<string> Names, Dictionary<string, string> Flagged, bool Crashed)> RunAsync(int? crashAt, bool afterTheWrite)
    {
        await using var survivor = new Installation();
        var batch = await survivor.SeenAsync();
        await survivor.Get<ClipWishBook>().AskAsync(batch.Name.Event, "pi-4", Token);
        await survivor.PutClipAsync(batch, RawFilm.Sound());
        CrashingStore? store = null;
        if (crashAt is { } write)
        {
            await using var victim = new Installation(survivor, inner => store = new CrashingStore(inner, write, afterTheWrite));
            try
            {
                await victim.HandleClipAsync(batch);
            }
            catch (SimulatedCrash)
            {
                // As intended.
            }
        }

        survivor.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.True((await survivor.HandleClipAsync(batch)).IsDone);
        Assert.Empty(ClipWishes.Read(await survivor.BytesAsync("clips-wanted/farm/pi-4.json")).Events);
        return (await survivor.NamesAsync(), await survivor.ContentAsync("flagged/"), store?.Crashed == true);
    }
}
