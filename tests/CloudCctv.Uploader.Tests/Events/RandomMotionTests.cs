using CloudCctv.Imaging;
using CloudCctv.Uploader.Events;
using CloudCctv.Uploader.Motion;

namespace CloudCctv.Uploader.Tests.Events;

/// <summary>Whatever moves, however it moves: what is always true of the frames that are kept.</summary>
public sealed class RandomMotionTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddYears(50);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Record_AnyMotion_HoldsItsPromises(int seed)
    {
        var random = new Random(seed);
        var options = AnyOptions(random);
        var frames = AnyMotion(random, 3000);
        var sink = new ListSink();
        var handedOut = new List<PooledBytes>();
        using (var recorder = new EventRecorder(options, sink))
        {
            foreach (var (shot, i) in frames.Select((frame, i) => (frame, i)))
            {
                var frame = EventSample.Frame(i, shot.Time);
                handedOut.Add(frame.Data);
                recorder.Next(frame, shot.Motion, shot.Sharpness);
            }

            recorder.Stop();
            AssertEventsAreTheObviousOnes(options, frames, sink, recorder.Dismissed);
        }

        var times = sink.Frames.SelectMany(kept => kept.Select(frame => frame.Time)).ToList();
        Assert.Equal(times.Order().Distinct(), times);
        Assert.All(sink.Frames, kept => Assert.InRange(kept.Count, 1, options.FramesPerEvent));
        Assert.All(handedOut, AssertGivenBack);
    }

    // Told from the whole list at once, without a state machine: where events begin and end, and that the first frame that
    // moved and the one that confirmed were kept.
    private static void AssertEventsAreTheObviousOnes(EventOptions options, List<(DateTimeOffset Time, MotionResult Motion, double Sharpness)> frames, ListSink sink, int dismissed)
    {
        var moved = frames.Select((frame, i) => (frame.Motion.Motion, i)).Where(pair => pair.Motion).Select(pair => pair.i).ToList();
        var runs = new List<List<int>>();
        foreach (var i in moved)
        {
            if (runs.Count == 0 || i - runs[^1][^1] > options.QuietFrames)
            {
                runs.Add([]);
            }

            runs[^1].Add(i);
        }

        // Of a run that is cut at the maximum length, the rest continues it.
        var events = runs.Where(run => run.Count >= options.MinimumMotionFrames).ToList();
        Assert.Equal(events.Count, sink.Continues.Count(continues => !continues));
        Assert.Equal(runs.Count - events.Count, dismissed);
        var kept = sink.Events.Split(['|', ','], StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).ToHashSet();
        Assert.All(events, run => Assert.Contains(run[0], kept));
        Assert.All(events, run => Assert.Contains(run[options.MinimumMotionFrames - 1], kept));
        Assert.All(kept, number => Assert.Contains(events, run => number >= run[0] - 300 && number <= run[^1] + options.QuietFrames));
    }

    private static EventOptions AnyOptions(Random random) => new()
    {
        MinimumMotionFrames = random.Next(1, 8),
        QuietFrames = random.Next(1, 30),
        MaximumSeconds = random.Next(5, 100),
        PreRollFrames = random.Next(0, 6),
        PostRollFrames = random.Next(0, 6),
        KeepFramesPerSecond = random.Next(1, 20),
        FramesPerEvent = random.Next(10, 60),
    };

    // Frames 30 to 170 ms apart; rest and motion of random lengths, flickering or not, wandering or not.
    private static List<(DateTimeOffset Time, MotionResult Motion, double Sharpness)> AnyMotion(Random random, int count)
    {
        var frames = new List<(DateTimeOffset, MotionResult, double)>();
        var time = Start;
        while (frames.Count < count)
        {
            double share = random.Next(3) switch { 0 => 0, 1 => random.NextDouble(), _ => 1 }, left = random.NextDouble() * 0.5, speed = random.NextDouble() * 0.01;
            for (var i = random.Next(1, 400); i > 0; i--)
            {
                time += TimeSpan.FromMilliseconds(random.Next(30, 170));
                left = Math.Min(left + speed, 0.9);
                var motion = random.NextDouble() < share ? EventSample.Moved(random.NextDouble(), left) : EventSample.Still;
                frames.Add((time, motion, random.NextDouble() * 1000));
            }
        }

        return frames;
    }

    private static void AssertGivenBack(PooledBytes bytes) => Assert.Throws<ObjectDisposedException>(() => bytes.Memory);
}
