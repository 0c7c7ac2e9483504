using Xunit;

namespace CloudCctv.Tests.Support;

/// <summary>
/// Clips of real cameras, which are too large for the repository. They are looked for in <c>$CLOUDCCTV_FOOTAGE</c>, in
/// <c>shared/footage</c> beside the checkout, in <c>~/.cache/cloudcctv</c>, and where Debian's opencv-doc puts them; a test that finds none is skipped.
/// </summary>
public static class Footage
{
    private const string Variable = "CLOUDCCTV_FOOTAGE";

    /// <summary>The full path of a clip, such as <c>vtest.avi</c>; skips the test where there is none.</summary>
    public static string Find(string clip)
    {
        var path = Folders().Select(folder => Path.Combine(folder, clip)).FirstOrDefault(File.Exists);
        Assert.SkipWhen(path is null, $"{clip} was not found. Set {Variable} to a folder that holds it (vtest.avi is in Debian's package opencv-doc).");
        return path!;
    }

    /// <summary>Single frames of a clip as JPEG files, through ffmpeg; skips the test where the clip or ffmpeg is missing.</summary>
    /// <param name="clip">As in <see cref="Find"/>.</param>
    /// <param name="numbers">Frame numbers, ascending; the first is 0.</param>
    public static IReadOnlyList<byte[]> Frames(string clip, params int[] numbers)
    {
        var source = Find(clip);
        using var folder = new TempFolder();
        var wanted = string.Join('+', numbers.Select(number => $"eq(n,{number})"));
        Ffmpeg.Run("-i", source, "-vf", $"select='{wanted}'", "-vsync", "0", "-q:v", "3", folder.File("%06d.jpg"));
        var frames = Directory.EnumerateFiles(folder.Path).Order(StringComparer.Ordinal).Select(File.ReadAllBytes).ToList();
        return frames.Count == numbers.Length
            ? frames
            : throw new InvalidOperationException($"{clip} gave {frames.Count} of {numbers.Length} frames.");
    }

    /// <summary>The first frame of a clip and each Nth after it as JPEG files; skips the test where the clip or ffmpeg is missing.</summary>
    public static IReadOnlyList<byte[]> Every(string clip, int nth)
    {
        var source = Find(clip);
        using var folder = new TempFolder();
        Ffmpeg.Run("-i", source, "-vf", $"select='not(mod(n,{nth}))'", "-vsync", "0", "-q:v", "3", folder.File("%06d.jpg"));
        return [.. Directory.EnumerateFiles(folder.Path).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
    }

    private static IEnumerable<string> Folders()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            yield return named;
        }

        // Beside the checkout, or beside the folder that holds several checkouts.
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            yield return Path.Combine(folder.FullName, "shared", "footage");
        }

        yield return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "cloudcctv");
        yield return "/usr/share/doc/opencv-doc/examples/data";
    }
}
