using CloudCctv.Analysis.Tracks.Rules;
using CloudCctv.Detection;
using CloudCctv.Imaging;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Events;
using CloudCctv.Uploader.Motion;

namespace CloudCctv.Benchmarks.Latency;

/// <summary>
/// What the camera shows: a real recording as it is, again and again, until the gate has seen enough events in it. Nothing is cut:
/// whoever appears from one picture to the next, again and again in the same place, is learned as flicker, and rightly so.
/// </summary>
/// <param name="Pictures">JPEG files, ten a second.</param>
/// <param name="Events">What the gate makes of them, in order.</param>
internal sealed record RecordingScript(IReadOnlyList<byte[]> Pictures, IReadOnlyList<ScriptedEvent> Events)
{
    public const int FramesPerSecond = 10;

    // Enough for the last event to end.
    private const int QuietAtTheEnd = 10;

    // After five seconds, nobody who walks in is still at the edge.
    private const int LongestWalkIn = 50;

    /// <param name="clip">At ten frames per second.</param>
    /// <param name="events">How many.</param>
    /// <exception cref="InvalidOperationException">There are no events in the clip.</exception>
    public static RecordingScript Make(string clip, int events)
    {
        var recording = Read(clip);
        var begins = FindEvents(recording, events, out var length);
        var pictures = Enumerable.Range(0, length + QuietAtTheEnd).Select(number => recording[number % recording.Count]).ToList();
        using var detector = ObjectDetector.Open(new DetectorOptions { Threads = 2 });
        return new RecordingScript(pictures, [.. begins.Select(first => new ScriptedEvent(first, FirstSure(detector, pictures, first)))]);
    }

    private static List<byte[]> Read(string clip)
    {
        using var folder = new TempFolder();
        Ffmpeg.Run("-i", clip, "-pix_fmt", "yuvj420p", "-q:v", "3", folder.File("%05d.jpg"));
        return [.. Directory.EnumerateFiles(folder.Path).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
    }

    /// <returns>The first picture with motion of each event.</returns>
    private static List<int> FindEvents(List<byte[]> recording, int events, out int length)
    {
        using var luma = new LumaReader();
        var gate = MotionGate.Create(new MotionOptions());
        var tracker = new EventTracker(new EventOptions());
        var begins = new List<int>();
        var first = 0;
        var before = EventStep.Idle;
        for (length = 0; begins.Count < events || before != EventStep.Ended; length++)
        {
            var step = tracker.Next(Moves(recording[length % recording.Count], length), TimeOf(length));
            first = step == EventStep.Suspected && before != EventStep.Suspected ? length : first;
            if (step == EventStep.Confirmed)
            {
                begins.Add(first);
            }

            before = step;
            if (begins.Count == 0 && length > 2 * recording.Count)
            {
                throw new InvalidOperationException("Nothing happens in the clip.");
            }
        }

        return begins;

        bool Moves(byte[] jpeg, int number)
        {
            var data = PooledBytes.Rent(jpeg.Length);
            jpeg.CopyTo(data.Span);
            using var frame = new Frame(number, TimeOf(number), FrameFormat.Jpeg, data);
            return gate.Next(luma.Read(frame)).Motion;
        }
    }

    private static int? FirstSure(ObjectDetector detector, List<byte[]> pictures, int first)
    {
        var sure = new CameraRules().LoneScore;
        return Enumerable.Range(first, Math.Min(LongestWalkIn, pictures.Count - first))
            .Select(number => (int?)number)
            .FirstOrDefault(number => detector.Detect(pictures[number!.Value]).Any(seen => seen.Label == "person" && seen.Score >= sure));
    }

    private static DateTimeOffset TimeOf(int number) => DateTimeOffset.UnixEpoch.AddSeconds((double)number / FramesPerSecond);
}

/// <param name="First">Number of the first significant picture: the first in which the gate sees what becomes the event.</param>
/// <param name="FirstSure">Number of the first from there on in which the detector is sure of a person without any other picture; null if there is none soon.</param>
internal sealed record ScriptedEvent(int First, int? FirstSure);
