using System.Text;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Contracts.Tests.Batches;

public sealed class ClipWishesTests
{
    private const string Name = "farm/gate/2026/11/20/073205123-4k7x9m2q";

    [Fact]
    public void WriteAndRead_AsManyAsThereMayBe_GiveTheSameInTheSameOrder()
    {
        var wishes = Enumerable.Range(0, 60).Aggregate(ClipWishes.None, (all, number) => all.With(Event(number)));

        var json = ClipWishes.Write(wishes);

        Assert.InRange(json.Length, 1, ClipWishes.MaxBytes);
        Assert.Equal(Enumerable.Range(10, ClipWishes.MaxEvents).Reverse().Select(Event), ClipWishes.Read(json).Events);
    }

    [Fact]
    public void Write_LongestNames_FitsInWhatIsRead()
    {
        var longest = new string('a', 40);
        var wishes = Enumerable.Range(0, 60).Aggregate(ClipWishes.None, (all, number) => all.With(new EventName(longest, longest, Event(number).Start, "zzzzzzzz")));

        Assert.InRange(ClipWishes.Write(wishes).Length, 1, ClipWishes.MaxBytes);
    }

    [Fact]
    public void With_OneThatIsThere_ComesToTheFrontAndIsNotTwice()
    {
        var wishes = ClipWishes.None.With(Event(1)).With(Event(2)).With(Event(1));

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

    private static EventName Event(int number) => new("farm", "gate", DateTimeOffset.UnixEpoch.AddMinutes(number), "4k7x9m2q");
}
