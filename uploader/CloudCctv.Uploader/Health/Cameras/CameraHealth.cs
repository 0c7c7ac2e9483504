using CloudCctv.Contracts.Health;
using CloudCctv.Uploader.Health.Tamper;
using CloudCctv.Uploader.Motion;
using CloudCctv.Uploader.Motion.Lines;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Health.Cameras;

/// <summary>
/// How one camera is, over restarts of it. Frames are told by the camera's own loop; what is known may be asked from
/// anywhere.
/// </summary>
public sealed class CameraHealth(string name, TimeProvider clock, ILogger logger)
{
    private const long Never = long.MinValue;

    private readonly Lock gate = new();
    private readonly DateTimeOffset created = clock.GetUtcNow();
    private TamperWatch? tamper;
    private CameraState state;
    private long? sinceTimestamp;
    private long lastFrame = Never;
    private long seen;
    private long kept;
    private volatile IReadOnlyList<LineCount> lines = [];

    /// <summary>The camera came to be in another state. Raised on its own thread: be quick.</summary>
    public event Action? Changed;

    /// <summary>Frames since the program started.</summary>
    public long FramesSeen => Interlocked.Read(ref seen);

    /// <summary>Time since the last frame; null if there was none.</summary>
    public TimeSpan? SinceLastFrame => Volatile.Read(ref lastFrame) is var at && at != Never ? clock.GetElapsedTime(at) : null;

    /// <summary>The camera is about to be watched, for the first time or anew.</summary>
    public void Begin(TamperOptions options) => tamper = options.Enabled ? new TamperWatch(options) : null;

    /// <summary>A frame came that could be decoded.</summary>
    public void Saw(Luma luma, DateTimeOffset time)
    {
        Interlocked.Increment(ref seen);
        Volatile.Write(ref lastFrame, clock.GetTimestamp());
        Become(tamper?.Next(luma, time) ?? CameraState.Watching);
    }

    public void Keep(int frames) => Interlocked.Add(ref kept, frames);

    /// <summary>What has crossed the camera's lines since the program started.</summary>
    public void Count(IReadOnlyList<LineCount> counts) => lines = counts;

    public void Lose() => Become(CameraState.Lost);

    public void Stop() => Become(CameraState.Stopped);

    public CameraHeartbeat Tell()
    {
        lock (gate)
        {
            var age = sinceTimestamp is { } at ? clock.GetElapsedTime(at) : clock.GetUtcNow() - created;
            return new CameraHeartbeat
            {
                Name = name,
                State = state,
                For = (long)age.TotalSeconds,
                Seen = FramesSeen,
                Kept = Interlocked.Read(ref kept),
                Last = (long?)SinceLastFrame?.TotalSeconds,
                Lines = lines.Count > 0 ? [.. lines.Select(count => new LineHeartbeat(count.Name, count.In, count.Out))] : null,
            };
        }
    }

    private void Become(CameraState next)
    {
        CameraState before;
        lock (gate)
        {
            if (state == next)
            {
                return;
            }

            (before, state, sinceTimestamp) = (state, next, clock.GetTimestamp());
        }

        Log(before, next);
        Changed?.Invoke();
    }

    private void Log(CameraState before, CameraState next)
    {
        if (next >= CameraState.Dark)
        {
            logger.CameraTampered(name, Wording(next));
        }
        else if (before >= CameraState.Dark && next == CameraState.Watching)
        {
            logger.CameraFine(name, Wording(before));
        }
    }

    private static string Wording(CameraState state) => state switch
    {
        CameraState.Dark => "the picture went dark at once: light out or lens covered",
        CameraState.Covered => "something hides most of the view",
        CameraState.Defocused => "the picture is blurred",
        _ => "it shows another view than before",
    };
}
