using CloudCctv.Detection;
using CloudCctv.Detection.SecondLook;
using CloudCctv.Tests.Support;

namespace CloudCctv.Benchmarks.Detect;

/// <summary>
/// Who is in the frames of <c>vtest.avi</c>. Nobody has counted them: people are what YOLOX-nano, another network than the one
/// judged, finds with a score of 0.5 in tiles of the frames enlarged twice.
/// </summary>
internal sealed class FarPeople
{
    private const int Width = 768;
    private const int Height = 576;

    private readonly Clips clips;
    private readonly string source;

    public FarPeople(Clips clips, string source, string reference)
    {
        (this.clips, this.source) = (clips, source);
        using var judge = ObjectDetector.Open(new DetectorOptions { ModelPath = reference, SecondLook = SecondLookMode.Everywhere, SecondLookBudget = 16 });
        var enlarged = Frames("judge", $"scale={2 * Width}:{2 * Height}:flags=lanczos");
        People = [.. enlarged.Select(frame => judge.Detect(frame, 0.5f).Where(one => one.Label == "person")
            .Select(one => Scaled(one.Box, 0.5f, 0.5f)).ToList())];
    }

    /// <summary>Of each frame, in pixels of 768×576.</summary>
    public IReadOnlyList<IReadOnlyList<ImageBox>> People { get; }

    /// <summary>The frames in several sizes, and who is where.</summary>
    public IEnumerable<(string Name, IReadOnlyList<byte[]> Frames, IReadOnlyList<IReadOnlyList<ImageBox>> People)> Sets()
    {
        yield return ("768×576", Frames("plain", "null"), People);
        yield return ("1080p, enlarged", Frames("hd", "scale=1920:1080"), Moved(box => Scaled(box, 1920f / Width, 1080f / Height)));

        // The frame as it is, in a larger picture of blurred street: what a camera with a wider view would see.
        const string Wide = "split[a][b];[a]scale=1920:1080,gblur=sigma=24[c];[c][b]overlay=576:252";
        yield return ("1080p, far", Frames("far", Wide), Moved(box => new ImageBox(box.Left + 576, box.Top + 252, box.Right + 576, box.Bottom + 252)));
    }

    private IReadOnlyList<IReadOnlyList<ImageBox>> Moved(Func<ImageBox, ImageBox> move) => [.. People.Select(frame => frame.Select(move).ToList())];

    private static ImageBox Scaled(ImageBox box, float x, float y) => new(box.Left * x, box.Top * y, box.Right * x, box.Bottom * y);

    private IReadOnlyList<byte[]> Frames(string name, string filter)
    {
        var folder = clips.Folder($"far-{name}");
        Ffmpeg.Run("-i", source, "-filter_complex", $"select='not(mod(n,20))',{filter},format=yuvj420p", "-vsync", "0", "-q:v", "3", Path.Combine(folder, "%03d.jpg"));
        return [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
    }
}
