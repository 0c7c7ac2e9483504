using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Events;

namespace CloudCctv.Uploader.Tests.Events;

public sealed class EventRecorderTests
{
    private readonly EventOptions options = new()
    {
        MinimumMotionFrames = 3,
        QuietFrames = 5,
        PreRollFrames = 2,
        PostRollFrames = 1,
        KeepFramesPerSecond = 10,
    };

    // Frames are 100 ms apart; what is kept of each event, by frame number.
    [Theory]
    [InlineData("....mmm......", "2,3,4,5,6,7")]
    [InlineData("mmm.....", "0,1,2,3")]
    [InlineData("....mm......", "")]
    [InlineData("..m..mm.....mmm......", "0,1,2,3,4,5,6,7|10,11,12,13,14,15")]
    [InlineData("mmm..m......", "0,1,2,3,4,5,6")]
    [InlineData("mmm....m......", "0,1,2,3,5,6,7,8")]
    public void Next_Pattern_KeepsTheseFrames(string frames, string kept) => Assert.Equal(kept, Record(options, frames, 100));

    [Fact]
    public void Next_MoreFramesThanAsked_ThinsThem() =>
        Assert.Equal("0,2,4,6,8", Record(options with { KeepFramesPerSecond = 5, PostRollFrames = 0 }, "mmmmmmmmm.....", 100));

    [Fact]
    public void Next_ClockGoesBack_EndsTheEventAndGoesOnWithTheNext()
    {
        var sink = new ListSink();
        using var recorder = new EventRecorder(options with { MinimumMotionFrames = 1 }, sink);
        var now = DateTimeOffset.UnixEpoch.AddYears(50);

        for (var i = 0; i < 4; i++)
        {
            recorder.Next(NewFrame(i, i < 2 ? now : now.AddYears(-10).AddSeconds(i)), EventSample.Moved());
        }

        Assert.Equal("0,2", sink.Events);
        Assert.Equal([3], sink.Current);
    }

    [Fact]
    public void Stop_DuringEvent_EndsIt()
    {
        var sink = new ListSink();
        using var recorder = new EventRecorder(options, sink);
        for (var i = 0; i < 4; i++)
        {
            recorder.Next(NewFrame(i, DateTimeOffset.UnixEpoch.AddSeconds(i)), EventSample.Moved());
        }

        Assert.Equal(EventStep.Ended, recorder.Stop());
        Assert.Equal("0,1,2,3", sink.Events);
    }

    private static string Record(EventOptions options, string frames, int milliseconds)
    {
        var sink = new ListSink();
        using var recorder = new EventRecorder(options, sink);
        for (var i = 0; i < frames.Length; i++)
        {
            recorder.Next(NewFrame(i, DateTimeOffset.UnixEpoch.AddMilliseconds(i * milliseconds)), frames[i] == 'm' ? EventSample.Moved() : EventSample.Still);
        }

        recorder.Stop();
        return sink.Events;
    }

    private static Frame NewFrame(int number, DateTimeOffset time) => EventSample.Frame(number, time);
}
