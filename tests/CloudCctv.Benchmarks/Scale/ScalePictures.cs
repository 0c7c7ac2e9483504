using CloudCctv.Tests.Support;

namespace CloudCctv.Benchmarks.Scale;

/// <summary>720p frames of real footage: a street with people in nearly every frame, and one with cars only.</summary>
internal sealed class ScalePictures
{
    public const int Width = 1280;
    public const int Height = 720;

    private const int Frames = 24;

    public IReadOnlyList<byte[]> Busy { get; } = Read("vtest.avi");

    public IReadOnlyList<byte[]> Quiet { get; } = Read("road-no-people.avi");

    /// <summary>In the proportion of a store in which one batch in so many has people in it.</summary>
    public IReadOnlyList<byte[]> Mixed(int peopleInOneOf) =>
        [.. Enumerable.Range(0, Frames * peopleInOneOf).Select(i => i % peopleInOneOf == 0 ? Busy[i / peopleInOneOf] : Quiet[i % Quiet.Count])];

    private static IReadOnlyList<byte[]> Read(string clip)
    {
        using var folder = new TempFolder();
        Ffmpeg.Run(
            "-i", Footage.Find(clip), "-vf", $"select='not(mod(n,8))',scale={Width}:{Height}", "-vsync", "0", "-frames:v", $"{Frames}", "-pix_fmt", "yuvj422p", "-q:v", "4", folder.File("%04d.jpg"));
        return [.. Directory.EnumerateFiles(folder.Path).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
    }
}
