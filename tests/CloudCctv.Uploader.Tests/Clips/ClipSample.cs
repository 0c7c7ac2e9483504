using System.Diagnostics;
using System.Globalization;
using CloudCctv.Contracts.Names;
using CloudCctv.Imaging;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Clips;
using CloudCctv.Uploader.Events;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudCctv.Uploader.Tests.Clips;

/// <summary>Pictures for clips, a recorder to feed them to, and what ffprobe says of the result.</summary>
internal static class ClipSample
{
    public static readonly DateTimeOffset Start = DateTimeOffset.Parse("2026-11-20T07:32:05.250Z", null);

    public static EventName Event(int minute = 0) => new("farm", "gate", Start.AddMinutes(minute), "4k7x9m2q");

    /// <summary>Pictures of a moving pattern, or of whatever ffmpeg's source says.</summary>
    public static IReadOnlyList<byte[]> Jpegs(int count, string source = "testsrc=size=320x240:rate=10", string quality = "5")
    {
        using var folder = new TempFolder();
        Ffmpeg.Run("-f", "lavfi", "-i", source, "-frames:v", $"{count}", "-pix_fmt", "yuvj420p", "-q:v", quality, folder.File("%06d.jpg"));
        return [.. Directory.EnumerateFiles(folder.Path).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
    }

    /// <summary>Feeds one event, frames at the given seconds, and waits for its clip.</summary>
    /// <returns>Frames that were dropped.</returns>
    public static async Task<int> RecordAsync(string folder, ClipOptions options, IEnumerable<(byte[] Jpeg, double Second)> frames, int minute = 0)
    {
        var maker = Maker(options, folder);
        var recorder = new ClipRecorder(maker, NullLogger.Instance);
        await using (maker)
        {
            Feed(recorder, frames.Select((frame, i) => JpegFrame(i, frame.Jpeg, Start.AddMinutes(minute).AddSeconds(frame.Second))), minute);
        }

        return recorder.FramesDropped;
    }

    public static ClipMaker Maker(ClipOptions options, string folder) => new("gate", options, folder, TimeProvider.System, NullLogger.Instance);

    public static void Feed(ClipRecorder recorder, IEnumerable<Frame> frames, int minute = 0)
    {
        var step = EventStep.Confirmed;
        foreach (var frame in frames)
        {
            using (frame)
            {
                recorder.Next(frame, step);
            }

            if (step == EventStep.Confirmed)
            {
                recorder.Confirmed(Event(minute));
            }

            step = EventStep.Ongoing;
        }

        recorder.Ended();
    }

    public static Frame JpegFrame(int number, byte[] jpeg, DateTimeOffset time)
    {
        var data = PooledBytes.Rent(jpeg.Length);
        jpeg.CopyTo(data.Span);
        return new Frame(number, time, FrameFormat.Jpeg, data);
    }

    public static string[] Files(string folder) =>
        Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path)).Order(StringComparer.Ordinal)] : [];

    /// <summary>One line per value that ffprobe shows of the first video stream, without complaints.</summary>
    public static string[] Probe(string file, string entries)
    {
        using var probe = Process.Start(new ProcessStartInfo("ffprobe", ["-v", "error", "-select_streams", "v:0", "-show_entries", entries, "-of", "csv=p=0", file])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var lines = probe.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal("", probe.StandardError.ReadToEnd());
        probe.WaitForExit();
        Assert.Equal(0, probe.ExitCode);
        return [.. lines.Select(line => line.TrimEnd(','))];
    }

    /// <summary>In a file that is being written, whose end may be half there.</summary>
    public static int PacketsSoFar(string file)
    {
        using var probe = Process.Start(new ProcessStartInfo("ffprobe", ["-v", "quiet", "-show_entries", "packet=pts_time", "-of", "csv=p=0", file]) { RedirectStandardOutput = true })!;
        return probe.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
    }

    public static double Seconds(string file) => double.Parse(Probe(file, "format=duration").Single(), CultureInfo.InvariantCulture);

    public static double[] Times(string file) => [.. Probe(file, "packet=pts_time").Select(time => double.Parse(time, CultureInfo.InvariantCulture))];
}
