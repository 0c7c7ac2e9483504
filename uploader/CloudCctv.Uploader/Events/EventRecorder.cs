using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Motion;

namespace CloudCctv.Uploader.Events;

/// <summary>
/// Turns the frames of one camera into events and hands the frames that are kept to the sink. Those of a suspicion wait in
/// memory until it is confirmed or dismissed. Not thread-safe.
/// </summary>
public sealed class EventRecorder : IDisposable
{
    private readonly EventOptions options;
    private readonly IEventSink sink;
    private readonly IEventTap? tap;
    private readonly EventTracker tracker;
    private readonly FrameChooser chooser;
    private readonly List<KeptFrame> suspected = [];
    private bool open;
    private bool confirmed;

    /// <param name="options">What an event is.</param>
    /// <param name="sink">Where its frames go.</param>
    /// <param name="tap">Sees all frames, kept or not; null for nobody.</param>
    /// <param name="allowance">Asked once per event what it may keep; null where nothing has to be saved.</param>
    public EventRecorder(EventOptions options, IEventSink sink, IEventTap? tap = null, Func<FrameAllowance>? allowance = null)
    {
        this.options = options;
        this.sink = sink;
        this.tap = tap;
        tracker = new EventTracker(options);
        chooser = new FrameChooser(options, Keep, allowance);
    }

    /// <summary>How many suspicions came to nothing.</summary>
    public int Dismissed { get; private set; }

    /// <summary>Takes the frame over.</summary>
    /// <param name="frame">The next of the camera.</param>
    /// <param name="motion">What the gate said of it.</param>
    /// <param name="sharpness">Of what moved, see <see cref="Sharpness"/>; 0 if unknown.</param>
    /// <returns>What this frame did to the event.</returns>
    public EventStep Next(Frame frame, MotionResult motion, double sharpness = 0)
    {
        var step = tracker.Next(motion.Motion, frame.Time);
        tap?.Next(frame, step);
        var first = !open && step is (EventStep.Suspected or EventStep.Confirmed);
        if (first)
        {
            Open(frame.Time);
        }

        var quiet = step is EventStep.Idle or EventStep.Dismissed || tracker.QuietFrames > options.PostRollFrames;
        var shot = new Shot(frame, motion, sharpness, quiet);
        if (first || step == EventStep.Confirmed)
        {
            chooser.Take(shot);
        }
        else
        {
            chooser.Offer(shot);
        }

        Apply(step);
        Pass(step, shot.Time);
        return step;
    }

    /// <summary>The source has ended.</summary>
    public EventStep Stop()
    {
        var step = tracker.Stop();
        Apply(step);
        // What was before a gap is not what was just before the next motion.
        chooser.Forget();
        return step;
    }

    public void Dispose()
    {
        Forget();
        chooser.Dispose();
    }

    private void Open(DateTimeOffset time)
    {
        open = true;
        chooser.Begin(time, tracker.Continues);
    }

    private void Keep(KeptFrame frame)
    {
        if (confirmed)
        {
            sink.Add(frame);
        }
        else
        {
            suspected.Add(frame);
        }
    }

    private void Pass(EventStep step, DateTimeOffset time)
    {
        if (step == EventStep.Ongoing && sink.IsDue(time))
        {
            chooser.Hurry();
            sink.Leave(time);
        }
    }

    private void Apply(EventStep step)
    {
        switch (step)
        {
            case EventStep.Confirmed:
                confirmed = true;
                chooser.Confirmed();
                var name = sink.Confirm([.. suspected], tracker.Continues);
                suspected.Clear();
                tap?.Confirmed(name);
                break;
            case EventStep.Ended:
                Close();
                sink.End();
                break;
            case EventStep.Dismissed:
                Close();
                Dismissed++;
                Forget();
                break;
            default:
                break;
        }
    }

    private void Close()
    {
        chooser.End();
        (open, confirmed) = (false, false);
        tap?.Ended();
    }

    private void Forget()
    {
        suspected.ForEach(frame => frame.Dispose());
        suspected.Clear();
    }
}
