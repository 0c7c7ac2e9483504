using System.Globalization;
using CloudCctv.Contracts.Names;
using CloudCctv.Uploader.Events;
using CloudCctv.Uploader.Motion;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Live.Saved;

/// <summary>
/// Stands before the sink of a camera's events and keeps a copy of the best picture of each, the one in which most moved
/// and is all in view, on the device: whoever stands there sees what was caught without asking the cloud. Not thread-safe.
/// </summary>
/// <param name="next">Where events really go; nothing here keeps anything from it.</param>
/// <param name="folder">Where the pictures go; made when the first comes.</param>
/// <param name="limit">Pictures kept; the oldest goes first.</param>
/// <param name="camera">For the log.</param>
/// <param name="logger">Told when a picture cannot be kept.</param>
internal sealed class CaptureKeeper(IEventSink next, string folder, int limit, string camera, ILogger logger) : IEventSink
{
    private byte[] best = [];
    private int bestLength;
    private double bestScore = -1;
    private DateTimeOffset bestTime;

    /// <summary>Sorts by time, which is UTC.</summary>
    public static string NameFor(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'_'HHmmssfff", CultureInfo.InvariantCulture) + ".jpg";

    public EventName Confirm(IReadOnlyList<KeptFrame> firstFrames, bool continues)
    {
        bestScore = -1;
        foreach (var frame in firstFrames)
        {
            Compare(frame);
        }

        return next.Confirm(firstFrames, continues);
    }

    public void Add(KeptFrame frame)
    {
        Compare(frame);
        next.Add(frame);
    }

    public void End()
    {
        next.End();
        try
        {
            Keep();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            logger.CaptureUnwritable(camera, exception.Message);
        }
    }

    public bool IsDue(DateTimeOffset time) => next.IsDue(time);

    public void Leave(DateTimeOffset time) => next.Leave(time);

    private void Compare(KeptFrame frame)
    {
        var score = Worth(frame.Motion);
        if (score <= bestScore)
        {
            return;
        }

        var jpeg = frame.Jpeg.Span;
        if (best.Length < jpeg.Length)
        {
            best = new byte[jpeg.Length];
        }

        jpeg.CopyTo(best);
        (bestLength, bestScore, bestTime) = (jpeg.Length, score, frame.Time);
    }

    // Whoever is half outside the picture is seen better a moment later.
    private static double Worth(MotionResult motion) =>
        motion.Box is { Left: > 0, Top: > 0, Right: < 1, Bottom: < 1 } ? motion.Score : motion.Score / 2;

    private void Keep()
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, NameFor(bestTime));
        using (var file = new FileStream(path + ".part", FileMode.Create, FileAccess.Write))
        {
            file.Write(best, 0, bestLength);
        }

        File.Move(path + ".part", path, overwrite: true);
        foreach (var old in Directory.EnumerateFiles(folder, "*.jpg").OrderDescending(StringComparer.Ordinal).Skip(limit))
        {
            File.Delete(old);
        }
    }
}
