using CloudCctv.Contracts.Names;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Events;
using CloudCctv.Uploader.Health.Cameras;
using CloudCctv.Uploader.Live.Saved;
using CloudCctv.Uploader.Spool;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudCctv.Uploader.Tests.Events;

/// <summary>How soon after the first motion something can be sent, in time of the camera's frames.</summary>
public sealed class FirstBatchTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddYears(50);

    [Theory]
    [InlineData(5, 0.8, 1.4, 2.0, 3.0)]
    [InlineData(10, 0.4, 0.9, 1.4, 2.3)]
    [InlineData(25, 0.16, 0.64, 1.12, 2.04)]
    public void Motion_DefaultSettings_FirstBatchWithinASecondAndThreeMoreWithinTwo(int framesPerSecond, params double[] expected)
    {
        using var folder = new TempFolder();
        using var spool = new SpoolFolder(folder.Path);
        using var spooler = new EventSpooler(spool, "pi", "farm", "gate", new BatchOptions(), new Random(1), NullLogger.Instance);
        using var recorder = new EventRecorder(new EventOptions(), spooler);
        var sealedAt = new List<double>();

        for (var i = 0; i < 8 * framesPerSecond; i++)
        {
            // Quiet for two seconds, then motion.
            var now = ((double)i / framesPerSecond) - 2;
            recorder.Next(EventSample.Frame(i, Start.AddSeconds(now)), now >= 0 ? EventSample.Moved() : EventSample.Still);
            sealedAt.AddRange(Enumerable.Repeat(now, spool.Waiting().Count - sealedAt.Count));
        }

        Assert.Equal(expected, sealedAt.Select(time => Math.Round(time, 2)));
    }

    [Fact]
    public void Motion_WhatIsKept_IsTheSameWhetherBatchesAreShortOrLong()
    {
        var (hurried, patient) = (new HurriedSink(TimeSpan.FromSeconds(0.45)), new HurriedSink(TimeSpan.MaxValue));
        foreach (var sink in new[] { hurried, patient })
        {
            using var recorder = new EventRecorder(new EventOptions(), sink);
            var random = new Random(7);
            for (var i = 0; i < 300; i++)
            {
                recorder.Next(EventSample.Frame(i, Start.AddMilliseconds((100 * i) + random.Next(-20, 20))), i is > 20 and < 250 ? EventSample.Moved(random.NextDouble()) : EventSample.Still);
            }

            recorder.Stop();
        }

        Assert.NotEqual(0, hurried.Left);
        Assert.Equal(0, patient.Left);
        Assert.Equal(patient.Times.Count, hurried.Times.Count);
        Assert.Equal(hurried.Times.Order(), hurried.Times);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ShortBatch_HasWhatIsHeldBackAsTheBestOfItsInterval_ThroughAllThatStandsBeforeTheSpool(bool isKeptOnTheDevice)
    {
        using var folder = new TempFolder();
        var sink = new HurriedSink(TimeSpan.FromSeconds(0.45));
        var before = new CountedSink(isKeptOnTheDevice ? new CaptureKeeper(sink, folder.Path, 1, "gate", NullLogger.Instance) : sink, new CameraHealth("gate", TimeProvider.System, NullLogger.Instance));
        using var recorder = new EventRecorder(new EventOptions { MinimumMotionFrames = 1, PreRollFrames = 0 }, before);
        for (var i = 0; i <= 5; i++)
        {
            recorder.Next(EventSample.Frame(i, Start.AddMilliseconds(100 * i)), EventSample.Moved(0.1 + (0.01 * i)));
        }

        // 0 confirms; 2 and 3, 4 and 5 are an interval each; 0.45 s are over at 5, which nothing follows.
        Assert.Equal([0, 3, 5], sink.Times.Select(time => (int)Math.Round((time - Start).TotalSeconds * 10)));
        Assert.Equal(1, sink.Left);
    }

    /// <summary>Lets go as often as it is asked after a time.</summary>
    private sealed class HurriedSink(TimeSpan after) : IEventSink
    {
        private DateTimeOffset turn;

        public List<DateTimeOffset> Times { get; } = [];

        public int Left { get; private set; }

        public EventName Confirm(IReadOnlyList<KeptFrame> firstFrames, bool continues)
        {
            turn = firstFrames[^1].Time;
            firstFrames.ToList().ForEach(Add);
            return new EventName("farm", "gate", firstFrames[0].Time, "00000001");
        }

        public void Add(KeptFrame frame)
        {
            Times.Add(frame.Time);
            frame.Dispose();
        }

        public bool IsDue(DateTimeOffset time) => time - turn >= after;

        public void Leave(DateTimeOffset time) => (turn, Left) = (time, Left + 1);

        public void End()
        {
        }
    }
}
