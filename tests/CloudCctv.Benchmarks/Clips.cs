using CloudCctv.Tests.Support;

namespace CloudCctv.Benchmarks;

/// <summary>Recordings to measure with: real pedestrians where there is footage, else ffmpeg's moving test picture.</summary>
internal sealed class Clips : IDisposable
{
    private readonly TempFolder folder = new();

    /// <summary>What the clips show, for notes.</summary>
    public static string Subject => Pedestrians is null ? "test pattern (no footage here)" : "vtest.avi scaled up";

    /// <summary>Six people one by one in a room; null if it is not here.</summary>
    public static string? OneByOne { get; } = Find("one-by-one-person.mp4");

    /// <summary>Cars and trees; null if it is not here.</summary>
    public static string? Road { get; } = Find("road-no-people.avi");

    /// <summary>A street; null if it is not here.</summary>
    public static string? Pedestrians { get; } = Find("vtest.avi");

    /// <summary>A 1080p MJPEG recording, 10 frames per second.</summary>
    public string Mjpeg1080(int frames)
    {
        var path = folder.File($"1080p-{frames}.avi");
        string[] input = Pedestrians is null ? ["-f", "lavfi", "-i", "testsrc=size=1920x1080:rate=10"] : ["-i", Pedestrians];
        Ffmpeg.Run([.. input, "-frames:v", $"{frames}", "-vf", "scale=1920:1080", "-pix_fmt", "yuvj422p", "-c:v", "mjpeg", "-q:v", "4", "-y", path]);
        return path;
    }

    /// <summary>People who come and go, with quiet in between, at 10 frames per second.</summary>
    /// <param name="codec">mjpeg or h264.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="frames">How many.</param>
    public string Visits(string codec, int width, int height, int frames = 600)
    {
        var path = folder.File($"visits-{codec}-{width}.{(codec == "h264" ? "mp4" : "avi")}");
        string[] input = OneByOne is null ? ["-f", "lavfi", "-i", $"testsrc=size={width}x{height}:rate=10"] : ["-i", OneByOne];
        string[] how = codec == "h264"
            ? ["-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "veryfast", "-g", "20", "-bf", "0"]
            : ["-pix_fmt", "yuvj422p", "-c:v", "mjpeg", "-q:v", "4"];
        Ffmpeg.Run([.. input, "-frames:v", $"{frames}", "-vf", $"scale={width}:{height}", .. how, "-y", path]);
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

    private static string? Find(string clip) => new[]
        {
            Environment.GetEnvironmentVariable("CLOUDCCTV_FOOTAGE"),
            RepositoryRoot.File("..", "shared", "footage"),
            Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "cloudcctv"),
        }
        .OfType<string>().Select(place => Path.Combine(place, clip)).FirstOrDefault(File.Exists);
}
