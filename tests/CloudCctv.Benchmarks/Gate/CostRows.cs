using System.Diagnostics;
using CloudCctv.Demo;

namespace CloudCctv.Benchmarks.Gate;

/// <summary>
/// What it costs to watch one camera at 10 frames per second: our uploader (whole: capture, gate, spool, upload, children) and
/// Motion (detection only: it writes and streams nothing), at the same time on the same pictures.
/// </summary>
internal sealed class CostRows(Clips clips, Action<string> progress)
{
    private const int FramesPerSecond = 10;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(60);

    public async Task<IReadOnlyList<BenchRow>> MeasureAsync(IReadOnlyList<byte[]> pictures1080, CancellationToken cancellationToken)
    {
        progress("CPU at 1080p MJPEG beside Motion and the floor (80 s)");
        var large = await WatchMjpegAsync(pictures1080, (1920, 1080), cancellationToken);
        progress("CPU at 640×480 MJPEG beside Motion (80 s)");
        var small = await WatchMjpegAsync(clips.Pictures(clips.Visits("mjpeg", 640, 480), 600), (640, 480), cancellationToken);
        progress("CPU at 1080p H.264 over RTSP beside Motion (80 s)");
        var h264 = await WatchRtspAsync(clips.Visits("h264", 1920, 1080, 1200), cancellationToken);
        return
        [
            new BenchRow("uploader-ms-1080p-mjpeg", large.Ours, "ms CPU/frame", null, "whole process and its children, steady state, 10 fps"),
            new BenchRow("motion-ms-1080p-mjpeg", large.Motion, "ms CPU/frame", null, "Debian's Motion 4.5, detection only"),
            new BenchRow("floor-ms-1080p-mjpeg", large.Floor, "ms CPU/frame", null, "libjpeg-turbo, grey at 1/4, nothing else, 10 fps"),
            Ratio("cpu-vs-motion-1080p-mjpeg", large.Ours, large.Motion, 0.25),
            Ratio("cpu-vs-floor-1080p-mjpeg", large.Ours, large.Floor, 1.25),
            Ratio("cpu-vs-motion-480p-mjpeg", small.Ours, small.Motion, null),
            new BenchRow("uploader-ms-1080p-h264", h264.Ours, "ms CPU/frame", null, "RTSP, the decoding child included"),
            new BenchRow("motion-ms-1080p-h264", h264.Motion, "ms CPU/frame"),
            Ratio("cpu-vs-motion-1080p-h264", h264.Ours, h264.Motion, 1 / 1.5),
            new BenchRow("decode-share-1080p-h264", h264.Floor / h264.Ours, "×", null, "ffmpeg that only decodes the same frames, of our whole cost"),
            Ratio("rss-vs-motion", large.OurMb, large.MotionMb, 1, $"peak at 1080p MJPEG: {large.OurMb:0} MB against {large.MotionMb:0} MB"),
        ];
    }

    private static BenchRow Ratio(string name, double ours, double theirs, double? target, string? note = null) => double.IsNaN(theirs)
        ? new BenchRow(name, null, "×", target, "Motion is not installed: apt-get install motion")
        : new BenchRow(name, ours / theirs, "×", target, note);

    private async Task<Cost> WatchMjpegAsync(IReadOnlyList<byte[]> pictures, (int, int) size, CancellationToken cancellationToken)
    {
        await using var camera = new MjpegCamera(pictures, FramesPerSecond, repeat: true);
        camera.Start();
        var floor = new PacedDecoder(pictures, FramesPerSecond);
        floor.Start();
        var cost = await WatchAsync(camera.Url, size, () => floor.CpuSeconds, cancellationToken);
        floor.Stop();
        return cost;
    }

    private async Task<Cost> WatchRtspAsync(string clip, CancellationToken cancellationToken)
    {
        if (await RtspCamera.StartAsync(clip, cancellationToken) is not { } camera)
        {
            return new Cost(double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);
        }

        using var _ = camera;
        var cost = await WatchAsync(camera.Url, (1920, 1080), () => 0, cancellationToken);
        var decoding = CpuTime.Of("ffmpeg", "-v", "error", "-threads", "1", "-i", clip, "-f", "null", "-");
        return cost with { Floor = 1000 * decoding / 1200 };
    }

    private async Task<Cost> WatchAsync(string url, (int, int) size, Func<double> floorSeconds, CancellationToken cancellationToken)
    {
        var run = Guid.NewGuid().ToString("N")[..8];
        await using var ours = ChildProgram.Start(
            Programs.Uploader,
            ["run", "--source", url, "--data", clips.Folder($"data-{run}"), "--store", clips.Folder($"store-{run}")],
            new Dictionary<string, string?>(),
            _ => { });
        await using var motion = MotionPeer.IsInstalled ? MotionPeer.Start(clips.Folder($"motion-{run}"), url, size, FramesPerSecond) : null;
        await Task.Delay(WarmUp, cancellationToken);
        double[] Now() => [ProcessCost.CpuSeconds(ours.Id), motion is null ? double.NaN : ProcessCost.CpuSeconds(motion.Id), floorSeconds()];
        var (before, start) = (Now(), Stopwatch.GetTimestamp());
        await Task.Delay(Measured, cancellationToken);
        var after = Now();
        var frames = Stopwatch.GetElapsedTime(start).TotalSeconds * FramesPerSecond;
        double PerFrame(int which) => 1000 * (after[which] - before[which]) / frames;
        return new Cost(
            PerFrame(0), PerFrame(1), PerFrame(2), ProcessCost.PeakMb(ours.Id), motion is null ? double.NaN : ProcessCost.PeakMb(motion.Id));
    }

    /// <summary>Milliseconds of CPU per frame, and memory in MB.</summary>
    private sealed record Cost(double Ours, double Motion, double Floor, double OurMb, double MotionMb);
}
