using System.Text;
using System.Text.Json;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Contracts.Tests.Batches;

public sealed class ClipWishesTests
{
    private const string Name = "farm/gate/2026/11/20/073205123-4k7x9m2q";

    [Fact]
    public void WriteAndRead_AsManyAsThereMayBe_GiveTheSameInTheSameOrder()
    {
        var wishes = Enumerable.Range(0, 60).Aggregate(ClipWishes.None, (all, number) => all.With(Wish(number)));

        var json = ClipWishes.Write(wishes);

        Assert.InRange(json.Length, 1, ClipWishes.MaxBytes);
        Assert.Equal(Enumerable.Range(10, ClipWishes.MaxEvents).Reverse().Select(Wish), ClipWishes.Read(json).Wanted);
    }

    [Fact]
    public void Write_LongestNames_FitsInWhatIsRead()
    {
        var longest = new string('a', 40);
        var wishes = Enumerable.Range(0, 60).Aggregate(ClipWishes.None, (all, number) => all.With(Wish(number) with { Event = new EventName(longest, longest, Event(number).Start, "zzzzzzzz") }));

        Assert.InRange(ClipWishes.Write(wishes).Length, 1, ClipWishes.MaxBytes);
    }

    [Fact]
    public void With_OneThatIsThere_ComesToTheFrontAndIsNotTwice()
    {
        var wishes = ClipWishes.None.With(Wish(1)).With(Wish(2)).With(Wish(1));

        Assert.Equal([Event(1), Event(2)], wishes.Events);
        Assert.Equal([Event(2)], wishes.Without(Event(1)).Events);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("null", 0)]
    [InlineData("{}", 0)]
    [InlineData("[1]", 0)]
    [InlineData("[[\"x\"]]", 0)]
    [InlineData($"[null,\"\",\"../../etc\",\"{Name}\",\"{Name}\",\"{Name}.zip\"]", 1)]
    public void Read_WhatNobodyWrote_PassesOverIt(string json, int events) =>
        Assert.Equal(events, ClipWishes.Read(Encoding.UTF8.GetBytes(json)).Events.Count);

    [Fact]
    public void Read_WrittenBeforeThereWereTimes_HasNone()
    {
        var wishes = ClipWishes.Read(Encoding.UTF8.GetBytes($"[\"{Event(1)}\",\"{Event(2)}\"]"));

        Assert.Equal([new WantedClip(Event(1), null), new WantedClip(Event(2), null)], wishes.Wanted);
        Assert.Equal(wishes.Wanted, ClipWishes.Read(ClipWishes.Write(wishes)).Wanted);
    }

    [Fact]
    public void Write_ReaderThatKnowsNoTimes_FindsTheSameEvents()
    {
        var json = ClipWishes.Write(ClipWishes.None.With(Wish(1)).With(Wish(2)));

        var texts = JsonSerializer.Deserialize<string[]>(json)!;

        Assert.Equal([Event(2), Event(1)], texts.Select(text => EventName.TryParse(text, out var name) ? name : null).OfType<EventName>());
    }

    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(1, 2, false)]
    [InlineData(1, null, true)]
    [InlineData(null, 1, true)]
    [InlineData(null, null, true)]
    public void IsSameAs_SameEvent_IsToldByTheTimeIfBothHaveOne(int? one, int? other, bool same)
    {
        static WantedClip Asked(int? minute) => new(Event(1), minute is { } at ? DateTimeOffset.UnixEpoch.AddMinutes(at) : null);

        Assert.Equal(same, Asked(one).IsSameAs(Asked(other)));
        Assert.False(Asked(one).IsSameAs(Asked(other) with { Event = Event(2) }));
    }

    private static WantedClip Wish(int number) => new(Event(number), DateTimeOffset.UnixEpoch.AddYears(60).AddTicks(number * 1_234_567L));

    private static EventName Event(int number) => new("farm", "gate", DateTimeOffset.UnixEpoch.AddMinutes(number), "4k7x9m2q");
}
