using CloudCctv.Detection;
using CloudCctv.Imaging;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Motion;

namespace CloudCctv.Benchmarks.Latency;

/// <summary>
/// What the camera shows: an empty room, and again and again somebody who is suddenly there, walks for a second and is gone.
/// Real pictures; which of them show somebody, the detector has said before.
/// </summary>
internal sealed class VisitScript
{
    public const int FramesPerSecond = 10;

    private const int QuietAtFirst = 80;
    private const int VisitFrames = 12;

    // Twenty quiet frames end an event; the rest lets visits begin at any time between two looks of the worker.
    private const int QuietBetween = 22;
    private const int MostJitter = 9;

    // As an event needs by default.
    private const int MinimumMotionFrames = 5;

    private const float CertainlyThere = 0.5f;
    private const float CertainlyNot = 0.1f;

    private VisitScript(IReadOnlyList<byte[]> pictures, IReadOnlyList<int> visits) => (Pictures, Visits) = (pictures, visits);

    public IReadOnlyList<byte[]> Pictures { get; }

    /// <summary>Number of the first picture of each visit.</summary>
    public IReadOnlyList<int> Visits { get; }

    /// <param name="clip">At ten frames per second.</param>
    /// <param name="visits">How many.</param>
    public static VisitScript Make(string clip, int visits)
    {
        var (empty, walks) = Sort(Read(clip));
        var random = new Random(5);
        var pictures = new List<byte[]>();
        var begins = new List<int>();
        Rest(QuietAtFirst);
        for (var visit = 0; visit < visits; visit++)
        {
            begins.Add(pictures.Count);
            pictures.AddRange(walks[visit % walks.Count]);
            Rest(QuietBetween + random.Next(MostJitter + 1));
        }

        return new VisitScript(pictures, begins);

        void Rest(int frames) => pictures.AddRange(Enumerable.Repeat(empty, frames));
    }

    private static (byte[] Empty, IReadOnlyList<IReadOnlyList<byte[]>> Walks) Sort(IReadOnlyList<byte[]> frames)
    {
        using var detector = ObjectDetector.Open(new DetectorOptions { Threads = 2 });
        var (walks, run) = (new List<IReadOnlyList<byte[]>>(), new List<byte[]>());
        var (gap, longestGap) = (new List<byte[]>(), new List<byte[]>());
        foreach (var frame in frames)
        {
            var best = detector.Detect(frame, CertainlyNot).Where(seen => seen.Label == "person").Select(seen => seen.Score).DefaultIfEmpty().Max();
            run = best >= CertainlyThere ? [.. run, frame] : [];
            if (run.Count == VisitFrames)
            {
                walks.Add(run);
                run = [];
            }

            gap = best < CertainlyNot ? [.. gap, frame] : [];
            longestGap = gap.Count > longestGap.Count ? gap : longestGap;
        }

        // In the middle of the longest time without anybody: before and after, a foot is still in the picture.
        var empty = longestGap.Count > 0 ? longestGap[longestGap.Count / 2] : throw new InvalidOperationException("The clip has no empty room.");
        return walks.Where(walk => IsSignificant(empty, walk)).ToList() is { Count: > 0 } seen ? (empty, seen) : throw new InvalidOperationException("The clip has nobody who walks.");
    }

    private static IReadOnlyList<byte[]> Read(string clip)
    {
        using var folder = new TempFolder();
        Ffmpeg.Run("-i", clip, "-pix_fmt", "yuvj420p", "-q:v", "3", folder.File("%05d.jpg"));
        return [.. Directory.EnumerateFiles(folder.Path).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
    }

    // A cut from one time of the recording to another may be a change of light for the gate: only from a walk that it sees from
    // its first picture on can be told when the first significant one was.
    private static bool IsSignificant(byte[] empty, IReadOnlyList<byte[]> walk)
    {
        using var luma = new LumaReader();
        var gate = MotionGate.Create(new MotionOptions());
        var motion = Enumerable.Repeat(empty, QuietAtFirst).Concat(walk).Select((jpeg, number) => Moves(jpeg, number)).ToList();
        return motion.Skip(QuietAtFirst).Take(MinimumMotionFrames).All(moves => moves) && !motion.Take(QuietAtFirst).Any(moves => moves);

        bool Moves(byte[] jpeg, int number)
        {
            var data = PooledBytes.Rent(jpeg.Length);
            jpeg.CopyTo(data.Span);
            using var frame = new Frame(number, DateTimeOffset.UnixEpoch.AddSeconds((double)number / FramesPerSecond), FrameFormat.Jpeg, data);
            return gate.Next(luma.Read(frame)).Motion;
        }
    }
}
