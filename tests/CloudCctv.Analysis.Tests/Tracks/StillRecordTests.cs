using CloudCctv.Analysis.Tracks.Stills;
using CloudCctv.Analysis.Tracks.Verdicts;
using CloudCctv.Contracts.Geometry;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Analysis.Tests.Tracks;

public sealed class StillRecordTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 7, 0, 0, TimeSpan.Zero);
    private static readonly StillOptions Options = new() { Events = 3, Over = TimeSpan.FromHours(2), ForgetAfterEvents = 4, ForgetAfter = TimeSpan.FromHours(10) };
    private static readonly Box Poster = new(0.4, 0.2, 0.5, 0.6);
    private static readonly Box Trembling = new(0.405, 0.2, 0.505, 0.61);

    [Fact]
    public void After_EnoughEventsOverEnoughTime_IsKnown()
    {
        var record = StillRecord.Empty;
        for (var hour = 0; hour < 3; hour++)
        {
            Assert.False(record.Knows("person", [Poster], Options));
            record = After(record, hour, hour % 2 == 0 ? Poster : Trembling);
        }

        Assert.True(record.Knows("person", [Poster, Trembling], Options));
        Assert.False(record.Knows("dog", [Poster], Options));
        Assert.False(record.Knows("person", [Poster, new Box(0.6, 0.2, 0.7, 0.6)], Options));
    }

    [Fact]
    public void After_ManyEventsInOneHour_StaysAPerson()
    {
        var record = StillRecord.Empty;
        for (var i = 0; i < 20; i++)
        {
            record = After(record, i / 20.0, Poster);
        }

        Assert.False(record.Knows("person", [Poster], Options));
    }

    [Fact]
    public void After_TheSameBatchAgain_ChangesNothing()
    {
        var once = After(After(StillRecord.Empty, 0, Poster), 1);

        Assert.Equal(once.Objects, After(once, 1).Objects);
        Assert.Equal(1, Assert.Single(once.Objects).Missed);
    }

    [Fact]
    public void After_OneEventOfManyBatches_CountsOnce()
    {
        var record = StillRecord.Empty;
        for (var part = 0; part < 10; part++)
        {
            record = record.After(Event(0), Start.AddHours(part), [new("person", Poster)], Options);
        }

        Assert.Single(Assert.Single(record.Objects).Events);
    }

    [Fact]
    public void After_GoneForEnoughEventsAndLongEnough_IsForgotten()
    {
        var record = Known();
        for (var hour = 3; hour < 12; hour++)
        {
            record = After(record, hour);
            Assert.True(record.Knows("person", [Poster], Options), "The time has not passed yet.");
        }

        Assert.Empty(After(record, 12.5).Objects);
    }

    [Fact]
    public void After_GoneForANightWithFewEvents_IsStillKnown() => Assert.True(After(Known(), 30).Knows("person", [Poster], Options));

    [Fact]
    public void After_BackInTime_IsNotMissedAnyMore()
    {
        var record = After(After(After(Known(), 3), 4), 5, Poster);

        Assert.Equal(0, Assert.Single(record.Objects).Missed);
    }

    [Fact]
    public void After_MoreThingsThanAViewHas_KeepsThoseSeenLast()
    {
        var record = StillRecord.Empty;
        for (var i = 0; i < StillRecord.MaxObjects + 10; i++)
        {
            record = After(record, i / 100.0, new Box(i / 60.0, 0, (i + 1) / 60.0, 0.1));
        }

        Assert.Equal(StillRecord.MaxObjects, record.Objects.Count);
        Assert.DoesNotContain(record.Objects, one => one.Box.Left < 9 / 60.0);
    }

    private static StillRecord Known() => After(After(After(StillRecord.Empty, 0, Poster), 1, Poster), 2, Poster);

    private static StillRecord After(StillRecord before, double hour, params Box[] still) =>
        before.After(Event(hour), Start.AddHours(hour), [.. still.Select(box => new StandingObject("person", box))], Options);

    private static EventName Event(double hour) => new("farm", "gate", Start.AddHours(hour), "4k7x9m2q");
}
