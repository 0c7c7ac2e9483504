using CloudCctv.Analysis.Feedback;
using CloudCctv.Analysis.Retention;
using CloudCctv.Analysis.Retention.Trash;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Contracts.Names;
using CloudCctv.Tests.Support;
using static CloudCctv.Analysis.Tests.Retention.RetentionScene;

namespace CloudCctv.Analysis.Tests.Retention;

public sealed class TrashTests(AzuriteFixture azurite)
{
    private static readonly TimeSpan Over = TimeSpan.FromMinutes(10);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_TimeIsOver_EventItsStarAndItsFeedbackGoWithOneLine(bool onAzure)
    {
        await using var system = With(await StoreAsync(azurite, onAzure));
        await system.Store.EnsureCreatedAsync(Token);
        var (thrown, other) = (await system.EventAsync(0), await system.EventAsync(1));
        await NoteAsync(system, thrown);
        await system.Get<TrashBin>().ThrowAsync(thrown, Token);

        Assert.Equal(0, await RunAsync(system));
        system.Clock.Advance(Over);
        Assert.Equal(1, await RunAsync(system));

        Assert.Equal([other.ToString()], await system.KeptAsync());
        Assert.Equal((thrown.ToString(), 1), Assert.Single((await system.AuditAsync()).Select(line => (line.What, line.Pictures))));
        Assert.Empty(await LeftAsync(system));
        Assert.Equal(0, await RunAsync(system));
    }

    [Fact]
    public async Task Restore_InTime_NothingOfTheEventWasTouched()
    {
        await using var system = With();
        var thrown = await system.EventAsync(0);
        var before = await system.ContentAsync("flagged/");
        var bin = system.Get<TrashBin>();
        var due = (await bin.ThrowAsync(thrown, Token)).Due;
        system.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(due, (await bin.ThrowAsync(thrown, Token)).Due);

        Assert.True(await bin.RestoreAsync(thrown, Token));
        Assert.Null(await bin.FindAsync(thrown, Token));
        system.Clock.Advance(Over);

        Assert.Equal(0, await RunAsync(system));
        Assert.Equal(before, await system.ContentAsync("flagged/"));
    }

    [Fact]
    public async Task Restore_AndTheEndAtOnce_OnlyOneOfThemHappens()
    {
        await using var system = With();
        for (var round = 0; round < 20; round++)
        {
            var thrown = await system.EventAsync(round);
            await system.Get<TrashBin>().ThrowAsync(thrown, Token);
            system.Clock.Advance(Over);

            var restored = Task.Run(() => system.Get<TrashBin>().RestoreAsync(thrown, Token), Token);
            var went = await Task.Run(() => RunAsync(system), Token);

            // Whoever asks after the end finds nothing in the bin and nothing to have back.
            var isThere = (await system.KeptAsync()).Contains(thrown.ToString());
            Assert.Equal(went == 0, isThere);
            Assert.True(await restored || went == 1);
        }
    }

    [Fact]
    public async Task Restore_SomebodyDeletesAnewMeanwhile_TheNewDeletionStands()
    {
        await using var system = With();
        var thrown = await system.EventAsync(0);
        var bin = system.Get<TrashBin>();
        await bin.ThrowAsync(thrown, Token);
        MeetingStore? meeting = null;
        await using var other = new Installation(system, store => meeting = new MeetingStore(store, TrashBin.Prefix, () => bin.ThrowAsync(thrown, Token)));

        Assert.True(await other.Get<TrashBin>().RestoreAsync(thrown, Token));

        Assert.True(meeting!.Met);
        Assert.NotNull(await bin.FindAsync(thrown, Token));
        system.Clock.Advance(Over);
        Assert.Equal(1, await RunAsync(system));
    }

    [Fact]
    public async Task Run_ZipOfTheEventWaits_ItIsTakenAsAWholeLater()
    {
        await using var system = With();
        var thrown = await system.EventAsync(0);
        var late = BatchMaker.For(part: 2, id: thrown.Id, start: thrown.Start).With(Picture.WithPerson());
        await system.PutAsync(late);
        await system.Get<TrashBin>().ThrowAsync(thrown, Token);
        system.Clock.Advance(Over);

        Assert.Equal(0, await RunAsync(system));
        await system.HandleAsync(late);

        Assert.Equal(1, await RunAsync(system));
        Assert.Empty(await system.KeptAsync());
    }

    [Fact]
    public async Task Run_KilledAtEveryWrite_TheNextFinishesIt()
    {
        for (var write = 1; ; write++)
        {
            var crashed = false;
            foreach (var afterIt in new[] { false, true })
            {
                await using var system = With();
                var thrown = await system.EventAsync(0);
                await NoteAsync(system, thrown);
                await system.Get<TrashBin>().ThrowAsync(thrown, Token);
                system.Clock.Advance(Over);
                CrashingStore? dying = null;
                await using (var killed = new Installation(system, store => dying = new CrashingStore(store, write, afterIt)))
                {
                    await Record.ExceptionAsync(() => RunAsync(killed));
                }

                await RunAsync(system);

                Assert.Empty(await system.KeptAsync());
                Assert.Empty(await LeftAsync(system));
                Assert.InRange((await system.AuditAsync()).Count, 1, 2);
                crashed |= dying!.Crashed;
            }

            if (!crashed)
            {
                Assert.True(write > 5, $"Only {write} writes were seen.");
                return;
            }
        }
    }

    private static Task<int> RunAsync(Installation system) => system.Get<EmptyTrash>().RunAsync(Token);

    private static async Task NoteAsync(Installation system, EventName eventName)
    {
        await system.Get<Starred>().AddAsync(eventName, Token);
        var picture = (await system.Get<SightingCalendar>().SightingsAsync(eventName, Token))[0];
        await system.Get<FeedbackStore>().SayAsync(picture, Opinion.NotAPerson, Token);
    }

    private static async Task<IReadOnlyList<string>> LeftAsync(Installation system) =>
        [.. await system.NamesAsync(TrashBin.Prefix), .. await system.NamesAsync(Starred.Prefix), .. await system.NamesAsync(FeedbackStore.Prefix)];
}
