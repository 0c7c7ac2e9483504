using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Motion;

namespace CloudCctv.Uploader.Events;

/// <summary>
/// Chooses the frames of one camera that are kept and hands them to the sink: pre-roll, the best frames of what moved, and a
/// few after, within a budget. Frames of a suspicion wait in memory until it is confirmed or dismissed. Not thread-safe.
/// </summary>
public sealed class EventRecorder(EventOptions options, IEventSink sink, IEventTap? tap = null) : IDisposable
{
    private readonly EventTracker tracker = new(options);
    private readonly FrameBudget budget = new(options);
    private readonly FrameEncoder encoder = new(options.JpegQuality);
    private readonly IntervalBest interval = new();
    private readonly PreRoll preRoll = new(options.PreRollFrames);
    private readonly List<KeptFrame> suspected = [];
    private bool open;
    private bool confirmed;

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
        var first = !open && step is EventStep.Suspected or EventStep.Confirmed;
        if (first)
        {
            budget.Begin(frame.Time, tracker.Continues);
            open = true;
        }

        if (motion.Box is { } box)
        {
            budget.Saw(box);
        }

        var quiet = step is EventStep.Idle or EventStep.Dismissed || tracker.QuietFrames > options.PostRollFrames;
        Keep(new Shot(frame, motion, sharpness, quiet), atOnce: first || step == EventStep.Confirmed);
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

    public void Dispose()
    {
        Dismiss();
        interval.Dispose();
        preRoll.Dispose();
        encoder.Dispose();
    }

    private void Keep(Shot shot, bool atOnce)
    {
        // The first frame that moved and the one that confirms are evidence, whatever comes before and after them.
        if (atOnce)
        {
            Accept(interval.Flush(), keepBack: 1);
            interval.Spent(shot.Time);
            Accept(shot, keepBack: 0);
        }
        else
        {
            Accept(interval.Offer(shot, budget.IntervalFrom(interval.Started)), keepBack: confirmed ? 0 : 1);
        }
    }

    private void Accept(Shot? shot, int keepBack)
    {
        if (shot is { Quiet: true })
        {
            // Quiet now, but what comes next may want to know what was before it.
            preRoll.Push(Encode(shot));
        }
        else if (shot is not null)
        {
            foreach (var before in preRoll.Drain())
            {
                KeepOrDrop(before, budget.TrySpendOnPreRoll());
            }

            if (budget.TrySpend(keepBack))
            {
                KeepOrDrop(Encode(shot), keep: true);
            }
            else
            {
                shot.Dispose();
            }
        }
    }

    private void KeepOrDrop(KeptFrame frame, bool keep)
    {
        if (!keep)
        {
            frame.Dispose();
        }
        else if (confirmed)
        {
            sink.Add(frame);
        }
        else
        {
            suspected.Add(frame);
        }
    }

    private KeptFrame Encode(Shot shot) => new(encoder.ToJpeg(shot.Frame), shot.Time, shot.Motion) { Sharpness = shot.Sharpness };

    private void Apply(EventStep step)
    {
        switch (step)
        {
            case EventStep.Confirmed:
                confirmed = true;
                var name = sink.Confirm([.. suspected], tracker.Continues);
                suspected.Clear();
                tap?.Confirmed(name);
                break;
            case EventStep.Ended:
                Accept(interval.Flush(), keepBack: 0);
                Close();
                sink.End();
                break;
            case EventStep.Dismissed:
                Accept(interval.Flush(), keepBack: 0);
                Dismissed++;
                Dismiss();
                Close();
                break;
            default:
                break;
        }
    }

    private void Close()
    {
        (open, confirmed) = (false, false);
        budget.Close();
        tap?.Ended();
    }

    private void Dismiss()
    {
        suspected.ForEach(frame => frame.Dispose());
        suspected.Clear();
    }
}
