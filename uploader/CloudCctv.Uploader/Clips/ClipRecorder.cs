using CloudCctv.Contracts.Names;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Events;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Clips;

/// <summary>
/// Makes a clip of each event of one camera, out of all frames from its first motion to its end. The camera's thread only copies
/// frames; the rest happens beside it. Not thread-safe.
/// </summary>
/// <param name="maker">Makes them; stays the caller's, to be disposed after the last event has ended.</param>
/// <param name="logger">Told of events that get none.</param>
public sealed class ClipRecorder(ClipMaker maker, ILogger logger) : IEventTap
{
    private const int RunsAtOnce = 2;
    private const long MaximumSuspectedBytes = 40_000_000;

    private readonly ClipPace pace = new(maker.Options.FramesPerSecond);
    private readonly List<Frame> suspected = [];
    private readonly List<ClipRun> begun = [];
    private long suspectedBytes;
    private ClipRun? current;

    /// <summary>Frames that came faster than they could be taken.</summary>
    public int FramesDropped { get; private set; }

    public void Next(Frame frame, EventStep step)
    {
        if (step is EventStep.Idle or EventStep.Dismissed || !pace.Takes(frame.Time) || (current is null && step is not (EventStep.Suspected or EventStep.Confirmed)))
        {
            return;
        }

        if (frame.CopyPicture() is not { } picture)
        {
            FramesDropped++;
        }
        else if (current is not null)
        {
            current.Offer(picture);
        }
        else if (suspectedBytes + picture.Data.Length <= MaximumSuspectedBytes)
        {
            suspectedBytes += picture.Data.Length;
            suspected.Add(picture);
        }
        else
        {
            picture.Dispose();
            FramesDropped++;
        }
    }

    public void Confirmed(EventName name)
    {
        begun.RemoveAll(run => run.Finished.IsCompleted);
        if (begun.Count + (maker.IsSalvaging ? 1 : 0) >= RunsAtOnce)
        {
            logger.ClipFailed(name, "the computer is still busy with earlier clips");
            Forget();
            return;
        }

        current = maker.Begin(name, asked: false);
        suspected.ForEach(current.Offer);
        suspected.Clear();
        begun.Add(current);
    }

    public void Ended()
    {
        Forget();
        pace.Reset();
        if (current is { } run)
        {
            run.End();
            FramesDropped += run.Dropped;
            current = null;
        }
    }

    private void Forget()
    {
        suspected.ForEach(frame => frame.Dispose());
        suspected.Clear();
        suspectedBytes = 0;
    }
}
