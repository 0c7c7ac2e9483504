using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Events;
using CloudCctv.Uploader.Running;
using CloudCctv.Uploader.Settings;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudCctv.Uploader.Tests.Events;

/// <summary>Real pedestrians through the whole pipeline of a camera.</summary>
public sealed class RealFramesTests : IDisposable
{
    private const int FramesPerInterval = 4;

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Pedestrians_OfEachInterval_TheObviousBestIsKept()
    {
        Ffmpeg.Run("-i", Footage.Find("vtest.avi"), "-frames:v", "150", "-q:v", "3", folder.File("%06d.jpg"));
        // Once all frames, which says what each is worth, then 2.5 per second of 10.
        var options = new EventOptions { PreRollFrames = 0, QuietFrames = 1000, PostRollFrames = 50, FramesPerEvent = 1000 };
        var all = await RecordAsync(options with { KeepFramesPerSecond = 120 });
        var kept = await RecordAsync(options with { KeepFramesPerSecond = 2.5 });

        Assert.InRange(all.Count, 80, 150);
        Assert.All(all, frame => Assert.Equal(frame.Motion.Motion, frame.Sharpness > 0));
        // Frames 0 and 4 are the first that moved and the one that confirms; the interval of that one has its frame.
        var best = all.Skip(4).Chunk(FramesPerInterval).Skip(1).Select(interval => interval.MaxBy(frame => frame.Motion.Score * (1 + frame.Sharpness))!.Time);
        Assert.Equal([all[0].Time, all[4].Time, .. best], kept.Select(frame => frame.Time));
        Assert.Contains(kept.Skip(2).Select((frame, i) => frame.Time != all[4 + ((i + 1) * FramesPerInterval)].Time), better => better);
    }

    private async Task<List<KeptFrame>> RecordAsync(EventOptions options)
    {
        var camera = new CameraSettings
        {
            Name = "gate",
            Source = folder.Path,
            Capture = new CaptureOptions { FolderFramesPerSecond = 10, MaxSpeed = true },
            Events = options,
        };
        var source = new SupervisedSource("gate", SourceAddress.Parse(camera.Source), camera.Capture, new ManualTimeProvider(), new Random(1), NullLogger.Instance);
        var sink = new ListSink();
        await new CameraPipeline(camera, source, sink, NullLogger.Instance).RunAsync(TestContext.Current.CancellationToken);
        return Assert.Single(sink.Frames);
    }
}
