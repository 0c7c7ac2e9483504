namespace CloudCctv.Uploader.Events;

public enum EventStep
{
    /// <summary>Nothing happens.</summary>
    Idle,

    /// <summary>Something moved, but not for long enough yet to be an event.</summary>
    Suspected,

    /// <summary>The suspicion came to nothing.</summary>
    Dismissed,

    /// <summary>This frame makes the suspicion an event.</summary>
    Confirmed,

    /// <summary>An event goes on.</summary>
    Ongoing,

    /// <summary>The event ended with this frame: nothing has moved for long enough, or it has lasted as long as it may.</summary>
    Ended,
}

/// <summary>
/// The state machine of events: idle → suspected → ongoing → idle. It knows no frames, only whether each one moved.
/// Not thread-safe.
/// </summary>
public sealed class EventTracker(EventOptions options)
{
    private bool ongoing;
    private bool unfinished;
    private int motionFrames;
    private int quietFrames;
    private DateTimeOffset startedAt;

    /// <summary>Frames since the last motion; 0 if this one moved.</summary>
    public int QuietFrames => quietFrames;

    /// <summary>Whether the event continues the one before, which had lasted as long as it may while something still moved.</summary>
    public bool Continues { get; private set; }

    /// <param name="motion">Whether something moved in this frame.</param>
    /// <param name="time">When it was taken.</param>
    public EventStep Next(bool motion, DateTimeOffset time)
    {
        if (motionFrames == 0)
        {
            if (!motion)
            {
                return Rest();
            }

            Begin(time);
        }

        motionFrames += motion ? 1 : 0;
        quietFrames = motion ? 0 : quietFrames + 1;
        var over = quietFrames >= options.QuietFrames;
        if (ongoing)
        {
            unfinished = !over && Math.Abs((time - startedAt).TotalSeconds) >= options.MaximumSeconds;
            return over || unfinished ? Finish(EventStep.Ended) : EventStep.Ongoing;
        }

        ongoing = motionFrames >= options.MinimumMotionFrames;
        return ongoing ? EventStep.Confirmed : over ? Finish(EventStep.Dismissed) : EventStep.Suspected;
    }

    /// <summary>The source has ended: whatever goes on is over.</summary>
    public EventStep Stop()
    {
        unfinished = false;
        return motionFrames == 0 ? EventStep.Idle : Finish(ongoing ? EventStep.Ended : EventStep.Dismissed);
    }

    // What continues an event needs no second confirmation: the first motion after the cut is enough.
    private void Begin(DateTimeOffset time)
    {
        startedAt = time;
        Continues = unfinished;
        motionFrames = unfinished ? options.MinimumMotionFrames - 1 : 0;
        unfinished = false;
    }

    private EventStep Rest()
    {
        if (unfinished)
        {
            quietFrames++;
            unfinished = quietFrames < options.QuietFrames;
        }

        return EventStep.Idle;
    }

    private EventStep Finish(EventStep step)
    {
        // The count of quiet frames stays: whether the last frame is still worth keeping is decided after this.
        (ongoing, motionFrames) = (false, 0);
        return step;
    }
}
