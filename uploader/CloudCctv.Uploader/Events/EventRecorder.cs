using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Motion;

namespace CloudCctv.Uploader.Events;

/// <summary>
/// Chooses the frames of one camera that are kept and hands them to the sink: pre-roll, frames that moved, and a few after,
/// no more per second than asked. Frames of a suspicion wait in memory until it is confirmed or dismissed. Not thread-safe.
/// </summary>
public sealed class EventRecorder(EventOptions options, IEventSink sink) : IDisposable
{
    private readonly EventTracker tracker = new(options);
    private readonly FrameEncoder encoder = new(options.JpegQuality);
    private readonly PreRoll preRoll = new(options.PreRollFrames);
    private readonly List<KeptFrame> suspected = [];

    // A little less than the interval, because frames do not arrive to the millisecond.
    private readonly TimeSpan interval = TimeSpan.FromSeconds(0.9 / options.KeepFramesPerSecond);
    private DateTimeOffset lastKept = DateTimeOffset.MinValue;

    /// <summary>How many suspicions came to nothing.</summary>
    public int Dismissed { get; private set; }

    /// <summary>Takes the frame over.</summary>
    /// <returns>What this frame did to the event.</returns>
    public EventStep Next(Frame frame, MotionResult motion)
    {
        var step = tracker.Next(motion.Motion, frame.Time);
        Keep(frame, motion, step);
        Apply(step);
        return step;
    }

    /// <summary>The source has ended.</summary>
    public EventStep Stop()
    {
        var step = tracker.Stop();
        Apply(step);
        return step;
    }

    /// <summary>As <see cref="Stop"/>, and the pre-roll is dropped.</summary>
    public void StopAndForget()
    {
        Stop();
        preRoll.Dispose();
    }

    public void Dispose()
    {
        Dismiss();
        preRoll.Dispose();
        encoder.Dispose();
    }

    private void Keep(Frame frame, MotionResult motion, EventStep step)
    {
        // An event is never confirmed without the frame that did it.
        var due = frame.Time - lastKept >= interval || frame.Time < lastKept || step == EventStep.Confirmed;
        if (!due)
        {
            frame.Dispose();
            return;
        }

        lastKept = frame.Time;
        if (step is EventStep.Idle or EventStep.Dismissed || tracker.QuietFrames > options.PostRollFrames)
        {
            // Quiet now, but what comes next may want to know what was before it.
            preRoll.Push(frame, motion);
            return;
        }

        var kept = preRoll.Drain().Append((frame, motion)).Select(pair => Kept(pair.Item1, pair.Item2));
        if (step is EventStep.Ongoing or EventStep.Ended)
        {
            kept.ToList().ForEach(sink.Add);
        }
        else
        {
            suspected.AddRange(kept);
        }
    }

    private KeptFrame Kept(Frame frame, MotionResult motion) => new(encoder.ToJpeg(frame), frame.Time, motion);

    private void Apply(EventStep step)
    {
        switch (step)
        {
            case EventStep.Confirmed:
                sink.Confirm([.. suspected]);
                suspected.Clear();
                break;
            case EventStep.Ended:
                sink.End();
                break;
            case EventStep.Dismissed:
                Dismissed++;
                Dismiss();
                break;
            default:
                break;
        }
    }

    private void Dismiss()
    {
        suspected.ForEach(frame => frame.Dispose());
        suspected.Clear();
    }
}
