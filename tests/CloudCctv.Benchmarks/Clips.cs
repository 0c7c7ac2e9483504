using CloudCctv.Tests.Support;

namespace CloudCctv.Benchmarks;

/// <summary>Recordings to measure with: real pedestrians where there is footage, else ffmpeg's moving test picture.</summary>
internal sealed class Clips : IDisposable
{
    private readonly TempFolder folder = new();

    /// <summary>What the clips show, for notes.</summary>
    public static string Subject => Pedestrians is null ? "test pattern (no footage here)" : "vtest.avi scaled up";

    private static string? Pedestrians { get; } = Environment.GetEnvironmentVariable("CLOUDCCTV_FOOTAGE") is { } named && File.Exists(Path.Combine(named, "vtest.avi"))
        ? Path.Combine(named, "vtest.avi")
        : new[] { RepositoryRoot.File("..", "shared", "footage"), Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "cloudcctv") }
            .Select(place => Path.Combine(place, "vtest.avi")).FirstOrDefault(File.Exists);

    /// <summary>A 1080p MJPEG recording, 10 frames per second.</summary>
    public string Mjpeg1080(int frames)
    {
        var path = folder.File($"1080p-{frames}.avi");
        string[] input = Pedestrians is null ? ["-f", "lavfi", "-i", "testsrc=size=1920x1080:rate=10"] : ["-i", Pedestrians];
        Ffmpeg.Run([.. input, "-frames:v", $"{frames}", "-vf", "scale=1920:1080", "-pix_fmt", "yuvj422p", "-c:v", "mjpeg", "-q:v", "4", "-y", path]);
        return path;
    }

    /// <summary>Single frames of a recording, as JPEG files.</summary>
    public IReadOnlyList<byte[]> Pictures(string clip, int count)
    {
        var pictures = Directory.CreateDirectory(folder.File($"pictures-{Path.GetFileNameWithoutExtension(clip)}")).FullName;
        Ffmpeg.Run("-i", clip, "-frames:v", $"{count}", "-c:v", "copy", "-f", "image2", Path.Combine(pictures, "%04d.jpg"));
        return [.. Directory.EnumerateFiles(pictures).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
    }

    public string Folder(string name) => Directory.CreateDirectory(folder.File(name)).FullName;

    public void Dispose() => folder.Dispose();
}
