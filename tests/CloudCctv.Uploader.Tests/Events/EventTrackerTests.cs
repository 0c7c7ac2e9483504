using CloudCctv.Uploader.Events;

namespace CloudCctv.Uploader.Tests.Events;

public sealed class EventTrackerTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    // m: motion, . : none. Below it the step of each frame: idle, suspected, dismissed, confirmed, ongoing, ended.
    [Theory]
    [InlineData("....", "iiii")]
    [InlineData("..mm...", "iissssd")]
    [InlineData("mmm..m...", "ssCoooooe")]
    [InlineData("m.m.m....", "ssssCooe.")]
    [InlineData("mm...mmm", "ssssdssC")]
    public void Next_Pattern_GivesSteps(string frames, string steps)
    {
        var tracker = new EventTracker(new EventOptions { MinimumMotionFrames = 3, QuietFrames = 3 });

        var actual = frames.Select((frame, i) => Letter(tracker.Next(frame == 'm', Start.AddSeconds(i))));

        Assert.Equal(steps.TrimEnd('.'), string.Concat(actual)[..steps.TrimEnd('.').Length]);
    }

    [Fact]
    public void Next_LastsTooLong_IsSplit()
    {
        var tracker = new EventTracker(new EventOptions { MinimumMotionFrames = 1, MaximumSeconds = 3 });

        var steps = Enumerable.Range(0, 8).Select(i => Letter(tracker.Next(true, Start.AddSeconds(i))));

        Assert.Equal("CooeCooe", string.Concat(steps));
    }

    // What goes on needs no second confirmation, what begins after a rest does.
    [Theory]
    [InlineData("mmmmmmmm", "ssCoeCoo")]
    [InlineData("mmmmm..m", "ssCoeiiC")]
    [InlineData("mmmmm...mmm", "ssCoeiiissC")]
    public void Next_AfterTheMaximum_ContinuesWhatStillMoves(string frames, string steps)
    {
        var tracker = new EventTracker(new EventOptions { MinimumMotionFrames = 3, QuietFrames = 3, MaximumSeconds = 4 });

        var actual = frames.Select((frame, i) => Letter(tracker.Next(frame == 'm', Start.AddSeconds(i))));

        Assert.Equal(steps, string.Concat(actual));
        Assert.Equal(!steps.EndsWith("ssC", StringComparison.Ordinal), tracker.Continues);
    }

    [Fact]
    public void Stop_AtTheMaximum_BeginsANewStory()
    {
        var tracker = new EventTracker(new EventOptions { MinimumMotionFrames = 1, MaximumSeconds = 1 });
        tracker.Next(true, Start);
        Assert.Equal(EventStep.Ended, tracker.Next(true, Start.AddSeconds(1)));

        tracker.Stop();
        tracker.Next(true, Start.AddSeconds(2));

        Assert.False(tracker.Continues);
    }

    [Theory]
    [InlineData("", 'i')]
    [InlineData("m", 'd')]
    [InlineData("mmm", 'e')]
    public void Stop_AtAnyTime_ClosesWhatIsOpen(string frames, char expected)
    {
        var tracker = new EventTracker(new EventOptions { MinimumMotionFrames = 3 });
        foreach (var frame in frames)
        {
            tracker.Next(frame == 'm', Start);
        }

        Assert.Equal(expected, Letter(tracker.Stop()));
        Assert.Equal('i', Letter(tracker.Stop()));
    }

    private static char Letter(EventStep step) => step switch
    {
        EventStep.Idle => 'i',
        EventStep.Suspected => 's',
        EventStep.Dismissed => 'd',
        EventStep.Confirmed => 'C',
        EventStep.Ongoing => 'o',
        _ => 'e',
    };
}
