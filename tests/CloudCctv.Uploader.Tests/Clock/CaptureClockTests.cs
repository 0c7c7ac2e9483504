using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Clock;

namespace CloudCctv.Uploader.Tests.Clock;

public sealed class CaptureClockTests
{
    private static readonly DateTimeOffset Y1970 = DateTimeOffset.UnixEpoch.AddSeconds(12);
    private static readonly DateTimeOffset LastKnown = new(2026, 11, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset True = new(2026, 11, 2, 9, 30, 0, TimeSpan.Zero);

    private readonly List<ClockStep> steps = [];

    [Fact]
    public void BootIn1970_GoesOnFromTheLastTimeKnown_AndIsEstimated()
    {
        var device = new ManualTimeProvider(Y1970);
        var clock = Clock(device, Known());

        device.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(LastKnown.AddSeconds(30), clock.GetUtcNow());
        Assert.False(clock.IsSet);
        Assert.True(clock.IsEstimated(LastKnown.AddSeconds(10)));
        Assert.False(clock.IsEstimated(LastKnown.AddSeconds(-10)));
    }

    [Fact]
    public void BootIn1970_NothingKnown_StartsWithThisProgramsOwnAge() =>
        Assert.Equal(CaptureClock.EarliestPlausible, Clock(new ManualTimeProvider(Y1970), null).GetUtcNow());

    [Fact]
    public void TimeServerSetsTheClock_StepIsToldOnceWithItsSize()
    {
        var device = new ManualTimeProvider(Y1970);
        var clock = Clock(device, Known());
        device.Advance(TimeSpan.FromSeconds(40));

        device.Jump(True);

        Assert.Equal(True, clock.GetUtcNow());
        Assert.True(clock.IsSet);
        var step = Assert.Single(steps);
        Assert.Equal((LastKnown, LastKnown.AddSeconds(40), True), (step.Since, step.From, step.To));
        device.Advance(TimeSpan.FromHours(5));
        Assert.Equal(True.AddHours(5), clock.GetUtcNow());
        Assert.Single(steps);
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(3600)]
    [InlineData(-2)]
    public void ClockIsSetWhileRight_StepIsTold(int seconds)
    {
        var device = new ManualTimeProvider(True);
        var clock = Clock(device, Known());
        device.Advance(TimeSpan.FromMinutes(10));

        device.Jump(device.GetUtcNow().AddSeconds(seconds));

        Assert.Equal(True.AddMinutes(10).AddSeconds(seconds), clock.GetUtcNow());
        Assert.Equal(TimeSpan.FromSeconds(seconds), Assert.Single(steps).Shift);
    }

    [Fact]
    public void SmallCorrections_AreFollowedWithoutAStep()
    {
        var device = new ManualTimeProvider(True);
        var clock = Clock(device, Known());
        for (var i = 0; i < 20; i++)
        {
            device.Advance(TimeSpan.FromSeconds(10));
            device.Jump(device.GetUtcNow().AddMilliseconds(300));
            clock.GetUtcNow();
        }

        Assert.Equal(True.AddSeconds(206), clock.GetUtcNow());
        Assert.Empty(steps);
    }

    [Fact]
    public void ClockFallsBackTo1970WhileRunning_TimeGoesOn()
    {
        var device = new ManualTimeProvider(True);
        var clock = Clock(device, Known());
        device.Jump(Y1970);
        device.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(True.AddSeconds(5), clock.GetUtcNow());
        Assert.False(clock.IsSet);
        Assert.Empty(steps);
    }

    [Fact]
    public void LastKnownTimeWasWrong_SomebodyWhoSetsTheClockIsBelieved()
    {
        var device = new ManualTimeProvider(Y1970);
        var clock = Clock(device, Known() with { Time = True.AddYears(10) });

        device.Jump(True);

        Assert.Equal(True, clock.GetUtcNow());
        Assert.True(clock.IsSet);
    }

    [Fact]
    public void ProgramStartsAgainAndTheClockWasSetMeanwhile_StepOfTheSameTimelineIsTold()
    {
        var device = new ManualTimeProvider(Y1970);
        var first = Clock(device, Known());
        device.Advance(TimeSpan.FromSeconds(20));
        first.GetUtcNow();
        var memory = first.Remember();
        device.Advance(TimeSpan.FromSeconds(10));
        device.Jump(True);

        var second = Clock(device, memory);

        Assert.Equal(True, second.GetUtcNow());
        var step = Assert.Single(steps);
        Assert.Equal((LastKnown, LastKnown.AddSeconds(30), True), (step.Since, step.From, step.To));
    }

    [Fact]
    public void FramesOfOneCamera_NeverShareATime_AndOnlyAStepTakesThemBack()
    {
        var device = new ManualTimeProvider(True);
        var clock = Clock(device, Known());
        var times = new FrameTimes(clock);
        List<DateTimeOffset> given = [times.Next(), times.Next(), times.Next()];
        device.Jump(True.AddMilliseconds(-500));
        given.Add(times.Next());
        Assert.Equal([True, True.AddMilliseconds(1), True.AddMilliseconds(2), True.AddMilliseconds(3)], given);
        Assert.False(times.HaveStepped());

        device.Jump(True.AddHours(-1));

        Assert.Equal(True.AddHours(-1), times.Next());
        Assert.True(times.HaveStepped());
        Assert.False(times.HaveStepped());
    }

    [Fact]
    public void Memory_SurvivesTheDiskAndADamagedFileIsNone()
    {
        using var folder = new TempFolder();
        Known().Write(folder.File("clock.json"));
        Assert.Equal(Known(), ClockMemory.Read(folder.File("clock.json")));

        File.WriteAllText(folder.File("clock.json"), "{ cut off");
        Assert.Null(ClockMemory.Read(folder.File("clock.json")));
        Assert.Null(ClockMemory.Read(folder.File("none.json")));
    }

    private static ClockMemory Known() => new() { Boot = "the one before", Time = LastKnown, Timestamp = 0, Since = LastKnown.AddDays(-1), IsSet = true };

    private CaptureClock Clock(TimeProvider device, ClockMemory? memory)
    {
        var clock = new CaptureClock(device, memory, "this one");
        clock.Stepped += steps.Add;
        return clock;
    }
}
