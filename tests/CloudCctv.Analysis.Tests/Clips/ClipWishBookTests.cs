using CloudCctv.Analysis.Clips;
using CloudCctv.Analysis.Retention;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Analysis.Tests.Clips;

public sealed class ClipWishBookTests
{
    private const string OfGate = "clips-wanted/farm/gate-pi.json", OfYard = "clips-wanted/farm/yard-pi.json";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ask_TwiceAndOfSeveral_EachIsThereOnceNewestFirst()
    {
        await using var system = new Installation();
        var book = system.Get<ClipWishBook>();
        foreach (var number in new[] { 1, 2, 1 })
        {
            await book.AskAsync(Event(number), "gate-pi", Token);
        }

        Assert.Equal([Event(2), Event(1)], await WishesAsync(system, OfGate));
        Assert.Equal(new ClipWish("gate-pi", system.Clock.GetUtcNow()), await book.FindAsync(Event(1), Token));
        Assert.Null(await book.FindAsync(Event(3), Token));
    }

    [Fact]
    public async Task Ask_AnewAfterItWasTakenAway_IsAnotherWish()
    {
        await using var system = new Installation();
        var book = system.Get<ClipWishBook>();
        await book.AskAsync(Event(1), "gate-pi", Token);
        system.Clock.Advance(TimeSpan.FromSeconds(5));
        await book.AskAsync(Event(1), "gate-pi", Token);
        var first = Assert.Single(ClipWishes.Read(await system.BytesAsync(OfGate)).Wanted);
        Assert.Equal(new WantedClip(Event(1), system.Clock.GetUtcNow().AddSeconds(-5)), first);

        await book.RemoveAsync(Event(1), Token);
        await book.AskAsync(Event(1), "gate-pi", Token);

        var second = Assert.Single(ClipWishes.Read(await system.BytesAsync(OfGate)).Wanted);
        Assert.Equal(first with { AskedAt = system.Clock.GetUtcNow() }, second);
        Assert.Equal(new ClipWish("gate-pi", system.Clock.GetUtcNow()), await book.FindAsync(Event(1), Token));
    }

    [Fact]
    public async Task Ask_ManyAtOnceFromTwoServers_NoneIsLost()
    {
        await using var system = new Installation();
        await using var second = new Installation(system);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(number =>
            Task.Run(() => (number % 2 == 0 ? system : second).Get<ClipWishBook>().AskAsync(Event(number), "gate-pi", Token), Token)));

        Assert.Equal(Enumerable.Range(0, 20).Select(Event), (await WishesAsync(system, OfGate)).OrderBy(one => one.Start));
    }

    [Fact]
    public async Task Ask_MoreThanThereMayBe_OldestIsAskedForNoMore()
    {
        await using var system = new Installation();
        var book = system.Get<ClipWishBook>();
        for (var number = 0; number <= ClipWishes.MaxEvents; number++)
        {
            await book.AskAsync(Event(number), "gate-pi", Token);
        }

        Assert.Null(await book.FindAsync(Event(0), Token));
        Assert.NotNull(await book.FindAsync(Event(1), Token));
        await book.AskAsync(Event(0), "gate-pi", Token);
        Assert.NotNull(await book.FindAsync(Event(0), Token));
    }

    [Fact]
    public async Task Remove_WhoeverWasAsked_OnlyThatWishGoes()
    {
        await using var system = new Installation();
        var book = system.Get<ClipWishBook>();
        await book.AskAsync(Event(1), "gate-pi", Token);
        await book.AskAsync(Event(2), "gate-pi", Token);
        await book.AskAsync(Event(1), "yard-pi", Token);

        await book.RemoveAsync(Event(1), Token);
        await book.RemoveAsync(Event(1), Token);

        Assert.Equal([Event(2)], await WishesAsync(system, OfGate));
        Assert.Empty(await WishesAsync(system, OfYard));
        Assert.Equal([$"clips-asked/{Event(2)}.json"], await system.NamesAsync("clips-asked/"));
    }

    [Fact]
    public async Task Remove_SomebodyAsksBeforeTheMarkIsGone_NoWishStandsWithoutAMark()
    {
        await using var system = new Installation();
        await system.Get<ClipWishBook>().AskAsync(Event(1), "gate-pi", Token);
        MeetingStore? meeting = null;
        await using var second = new Installation(system, wrap: inner => meeting = new MeetingStore(inner, "clips-asked/", () => system.Get<ClipWishBook>().AskAsync(Event(1), "gate-pi", Token)));

        await second.Get<ClipWishBook>().RemoveAsync(Event(1), Token);

        Assert.True(meeting!.Met);
        Assert.Empty(await WishesAsync(system, OfGate));
        Assert.Empty(await system.NamesAsync("clips-asked/"));
    }

    [Fact]
    public async Task Ask_SomebodyRemovesItBeforeItIsInTheList_NoWishStandsWithoutAMark()
    {
        await using var system = new Installation();
        await using var second = new Installation(system, wrap: inner => new MeetingBefore(inner, OfGate, () => system.Get<ClipWishBook>().RemoveAsync(Event(1), Token)));

        await second.Get<ClipWishBook>().AskAsync(Event(1), "gate-pi", Token);

        Assert.Equal([Event(1)], await WishesAsync(system, OfGate));
        Assert.Single(await system.NamesAsync("clips-asked/"));
    }

    [Fact]
    public async Task Ask_ListHasItLeftOverWithoutAMark_IsANewWishThatCanBeRemoved()
    {
        await using var system = new Installation();
        var left = new WantedClip(Event(1), system.Clock.GetUtcNow().AddDays(-3));
        await system.Store.Objects.PutAsync(new(OfGate), ClipWishes.Write(ClipWishes.None.With(left)), Token);

        await system.Get<ClipWishBook>().AskAsync(Event(1), "gate-pi", Token);
        Assert.Equal([left with { AskedAt = system.Clock.GetUtcNow() }], ClipWishes.Read(await system.BytesAsync(OfGate)).Wanted);

        await system.Get<ClipWishBook>().RemoveAsync(Event(1), Token);
        Assert.Empty(await WishesAsync(system, OfGate));
    }

    [Fact]
    public async Task Wishes_ThatNobodyCanRead_AreWrittenAnew()
    {
        await using var system = new Installation();
        await system.Store.Objects.PutAsync(new(OfGate), new byte[ClipWishes.MaxBytes + 1], Token);

        await system.Get<ClipWishBook>().AskAsync(Event(1), "gate-pi", Token);

        Assert.Equal([Event(1)], await WishesAsync(system, OfGate));
    }

    [Fact]
    public async Task Event_ThatGoes_IsAskedForNoMore()
    {
        await using var system = new Installation();
        var batch = await system.SeenAsync();
        await system.Get<ClipWishBook>().AskAsync(batch.Name.Event, "gate-pi", Token);

        var measured = await system.Get<Disposal>().MeasureAsync(batch.Name.Event, Token);
        await system.Get<Disposal>().DeleteAsync([measured], Analysis.Retention.Audit.DeletionCause.Age, _ => "old", Token);

        Assert.Empty(await WishesAsync(system, OfGate));
        Assert.Empty(await system.NamesAsync("clips-asked/"));
    }

    private static EventName Event(int number) => new("farm", "gate", BatchMaker.EventStart.AddMinutes(number), "4k7x9m2q");

    private static async Task<IReadOnlyList<EventName>> WishesAsync(Installation system, string name) => ClipWishes.Read(await system.BytesAsync(name)).Events;
}
