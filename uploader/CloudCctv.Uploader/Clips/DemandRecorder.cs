using CloudCctv.Contracts.Names;
using CloudCctv.Uploader.Capture;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Clips;

/// <summary>
/// A clip of one camera that a person asks for, motion or none: from the next frame until they say stop, the longest time is
/// over, the clip has its full size, or the camera is gone. What is asked and shown is for any thread, frames are for the
/// camera's.
/// </summary>
/// <param name="maker">Makes it; stays the caller's.</param>
/// <param name="site">Name of the place.</param>
/// <param name="camera">Name of the camera.</param>
/// <param name="clock">Tells how long it has lasted.</param>
/// <param name="random">For names.</param>
/// <param name="logger">Told when it begins and why it ends.</param>
public sealed class DemandRecorder(ClipMaker maker, string site, string camera, TimeProvider clock, Random random, ILogger logger)
{
    private readonly ClipPace pace = new(maker.Options.FramesPerSecond);
    private ClipRun? current;
    private ClipRun? last;
    private DateTimeOffset started;
    private volatile bool wanted;
    private volatile ClipRun? answered;
    private volatile Mark? since;

    /// <summary>It ends by itself after so long.</summary>
    public int MaximumSeconds => maker.Options.OnDemandMaximumSeconds;

    /// <summary>Whether every frame is wanted.</summary>
    public bool IsWanted => wanted;

    /// <summary>For how long it has recorded; null while it does not, 0 while it waits for the first frame.</summary>
    public double? Seconds => since is { } mark ? clock.GetElapsedTime(mark.Timestamp).TotalSeconds : wanted ? 0 : null;

    /// <summary>Why the last one came to nothing; null if it did not.</summary>
    public string? Fault => answered?.Fault;

    public void Start()
    {
        answered = null;
        wanted = true;
    }

    public void Stop() => wanted = false;

    /// <param name="frame">The camera's next; stays the caller's.</param>
    public void Next(Frame frame)
    {
        if (current is not null && (!wanted || current.HasEnded || Math.Abs((frame.Time - started).TotalSeconds) >= MaximumSeconds))
        {
            End();
            return;
        }

        // The one before may still be on its way to the disk.
        if (!wanted || (current is null && last is { Finished.IsCompleted: false }))
        {
            return;
        }

        if (current is null)
        {
            Begin(frame.Time);
        }

        if (pace.Takes(frame.Time) && frame.CopyPicture() is { } picture)
        {
            current!.Offer(picture);
        }
    }

    /// <summary>The camera is gone, or its clock was set: what there is becomes a clip. To be called between two frames.</summary>
    public void End()
    {
        wanted = false;
        since = null;
        if (current is { } run)
        {
            run.End();
            logger.DemandEnded(camera, run.Name);
            current = null;
        }
    }

    private void Begin(DateTimeOffset time)
    {
        started = time;
        pace.Reset();
        current = maker.Begin(EventName.New(site, camera, time, random), asked: true);
        answered = last = current;
        since = new Mark(clock.GetTimestamp());
        logger.DemandBegun(camera, current.Name);
    }

    private sealed record Mark(long Timestamp);
}
