using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Events;
using CloudCctv.Uploader.Motion;
using CloudCctv.Uploader.Spool;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudCctv.Uploader.Tests.Events;

/// <summary>Which frames of an event are kept, and how many.</summary>
public sealed class KeptFramesTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddYears(50);
    private static readonly EventOptions Options = new() { MinimumMotionFrames = 1, PreRollFrames = 0 };

    [Fact]
    public void Motion_OfEachInterval_TheBestIsKept()
    {
        // 25 frames per second, 5 kept: of each five the one with the largest motion.
        int[] scores = [1, 1, 1, 1, 1, /**/ 1, 2, 9, 3, 1, /**/ 8, 1, 1, 1, 1, /**/ 1, 1, 1, 1, 7];
        var sink = Record(Options, 25, scores.Select(score => (EventSample.Moved(score / 100.0), 1.0)));

        Assert.Equal("0,7,10,19", sink.Events);
    }

    [Fact]
    public void Motion_OfTheSameSize_TheSharpestIsKept()
    {
        double[] sharpness = [5, 5, 5, 5, 5, /**/ 100, 300, 200, 100, 50];
        var sink = Record(Options, 25, sharpness.Select(sharp => (EventSample.Moved(), sharp)));

        Assert.Equal("0,6", sink.Events);
        Assert.Equal(300, sink.Frames[0][1].Sharpness);
    }

    [Fact]
    public void Motion_ThatLasts_IsKeptMoreAndMoreSparselyUpToItsEnd()
    {
        var sink = Record(Options with { FramesPerEvent = 40, MaximumSeconds = 60 }, 10, Enumerable.Repeat((EventSample.Moved(), 1.0), 590));

        var seconds = sink.Frames.Single().Select(frame => (frame.Time - Start).TotalSeconds).ToList();
        Assert.Equal(20, seconds.Count(second => second < 4));
        Assert.InRange(seconds.Count, 38, 40);
        Assert.InRange(seconds[^1], 50, 60);
    }

    [Fact]
    public void Motion_SlowToBeConfirmed_TheFrameThatConfirmsIsKeptToo()
    {
        var sink = Record(Options with { MinimumMotionFrames = 40, FramesPerEvent = 10, MaximumSeconds = 1 }, 10, Enumerable.Repeat((EventSample.Moved(), 1.0), 41));

        Assert.InRange(sink.Frames[0].Count, 2, 10);
        Assert.Contains(Start, sink.Frames[0].Select(frame => frame.Time));
        Assert.Contains(Start.AddSeconds(3.9), sink.Frames[0].Select(frame => frame.Time));
    }

    [Fact]
    public void Motion_BeyondTheMaximum_IsContinuedWithHalfTheFramesUntilItReachesNewGround()
    {
        var flag = Enumerable.Repeat((EventSample.Moved(), 1.0), 10 * 95);
        var intruder = Enumerable.Repeat((EventSample.Moved(left: 0.8), 1.0), 10 * 4);
        var sink = Record(Options with { FramesPerEvent = 80, MaximumSeconds = 10 }, 10, [.. flag, .. intruder]);

        Assert.Equal([false, .. Enumerable.Repeat(true, 9)], sink.Continues);
        Assert.Equal([51, 40, 20, 10, 5, 2, 2, 2, 2], sink.Frames.Take(9).Select(frames => frames.Count));
        Assert.InRange(sink.Frames[9].Count(frame => frame.Motion.Box is { Left: 0.8 }), 19, 20);
    }

    [Fact]
    public void FlagInTheWind_ForAnHour_FillsNeitherDiskNorLink()
    {
        const int BytesPerFrame = 20_000;
        using var folder = new TempFolder();
        using var spool = new SpoolFolder(folder.Path);
        using var spooler = new EventSpooler(spool, "pi", "farm", "gate", new BatchOptions(), new Random(1), NullLogger.Instance);
        using var recorder = new EventRecorder(new EventOptions(), spooler);
        var random = new Random(2);
        for (var i = 0; i < 10 * 3600; i++)
        {
            // It flutters: now and then it seems to rest for a moment.
            var motion = random.Next(10) > 0 ? EventSample.Moved(0.01 + (random.NextDouble() / 100)) : EventSample.Still;
            recorder.Next(EventSample.Frame(i, Start.AddMilliseconds(100 * i), BytesPerFrame), motion, random.NextDouble() * 100);
        }

        recorder.Stop();

        // 120 + 60 + 30 + 15 + 7 + 3, then 2 for each minute.
        var frames = 120 + 60 + 30 + 15 + 7 + 3 + (2 * 55);
        Assert.Equal(60, spooler.Events);
        Assert.InRange(new DirectoryInfo(folder.Path).EnumerateFiles("*.zip").Sum(file => file.Length), 1, frames * (BytesPerFrame + 2000L));
    }

    private static ListSink Record(EventOptions options, int framesPerSecond, IEnumerable<(MotionResult Motion, double Sharpness)> frames)
    {
        var sink = new ListSink();
        using var recorder = new EventRecorder(options, sink);
        foreach (var ((motion, sharpness), i) in frames.Select((frame, i) => (frame, i)))
        {
            recorder.Next(EventSample.Frame(i, Start.AddSeconds((double)i / framesPerSecond)), motion, sharpness);
        }

        recorder.Stop();
        return sink;
    }
}
