using System.Diagnostics;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Capture.Packets;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudCctv.Uploader.Tests.Capture.Packets;

/// <summary>What the watching ffmpeg writes for a clip, and what a full decoding of it gives.</summary>
internal static class PacketSample
{
    /// <summary>A key frame every ten frames, and no B-frames.</summary>
    public static readonly string[] LikeACamera = ["-g", "10", "-bf", "0"];

    /// <summary>A clip, encoded as asked, and its stream of lumas and packets.</summary>
    public static (string Clip, byte[] Stream) Make(TempFolder folder, string codec = "libx264", int frames = 25, string size = "320x240", params string[] extra)
    {
        var clip = folder.File("clip.mp4");
        Ffmpeg.Run(["-f", "lavfi", "-i", $"testsrc=size={size}:rate=10", "-frames:v", $"{frames}", "-pix_fmt", "yuv420p", "-c:v", codec, .. LikeACamera, .. extra, "-y", clip]);
        return (clip, Watch(folder, clip));
    }

    public static byte[] Watch(TempFolder folder, string clip)
    {
        var stream = folder.File("watched.mkv");
        Ffmpeg.Run(["-i", clip, .. PacketArguments.Watch.SkipLast(1), "-y", stream]);
        return File.ReadAllBytes(stream);
    }

    /// <summary>All frames of a clip as ffmpeg itself decodes them.</summary>
    public static List<byte[]> Decode(TempFolder folder, string clip, int width, int height, string format = "yuv420p")
    {
        var raw = folder.File("decoded.yuv");
        Ffmpeg.Run("-i", clip, "-fps_mode", "passthrough", "-pix_fmt", format, "-f", "rawvideo", "-y", raw);
        return [.. File.ReadAllBytes(raw).Chunk((width * height) + (2 * ((width + 1) / 2) * ((height + 1) / 2)))];
    }

    public static PacketReader Reader(Stream stream, TimeProvider? clock = null) =>
        new(new PipeBuffer(stream), new PacketUse("camera", new Random(1), NullLogger.Instance), clock ?? TimeProvider.System);

    public static async Task<List<RawPicture>> AllAsync(PacketReader reader, CancellationToken cancellationToken)
    {
        var all = new List<RawPicture>();
        while (await reader.ReadAsync(cancellationToken) is { } picture)
        {
            all.Add(picture);
        }

        return all;
    }

    /// <summary>The second decoders that this process has started and that still run.</summary>
    public static List<int> Decoders()
    {
        var found = new List<int>();
        foreach (var path in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0])))
        {
            try
            {
                var parent = File.ReadLines(Path.Combine(path, "status")).First(line => line.StartsWith("PPid:", StringComparison.Ordinal))[5..].Trim();
                if (parent == $"{Environment.ProcessId}" && File.ReadAllText(Path.Combine(path, "cmdline")).Contains("low_delay", StringComparison.Ordinal))
                {
                    found.Add(int.Parse(Path.GetFileName(path), System.Globalization.CultureInfo.InvariantCulture));
                }
            }
            catch (Exception exception) when (exception is IOException or InvalidOperationException)
            {
                // It has ended meanwhile.
            }
        }

        return found;
    }

    public static void Kill(int process) => Process.GetProcessById(process).Kill();
}

/// <summary>Tests that count or kill second decoders run while nothing else does.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class CountedDecoders;
