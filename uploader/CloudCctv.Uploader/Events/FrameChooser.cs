using CloudCctv.Uploader.Capture;

namespace CloudCctv.Uploader.Events;

/// <summary>
/// Chooses the frames of one camera that are kept, and makes JPEGs of them: the best of each interval, within the budget of
/// the event, with pre-roll. Not thread-safe.
/// </summary>
/// <param name="options">How many and how far apart.</param>
/// <param name="keep">Takes over each frame that is kept, in order of time.</param>
/// <param name="allowance">Asked once per event what it may keep; null where nothing has to be saved.</param>
internal sealed class FrameChooser(EventOptions options, Action<KeptFrame> keep, Func<FrameAllowance>? allowance = null) : IDisposable
{
    // Five pictures at 1080p; one at 4K.
    private const long RawPreRollBytes = 16_000_000;

    private readonly FrameBudget budget = new(options);
    private readonly FrameEncoder encoder = new(options.JpegQuality);
    private readonly IntervalBest interval = new();
    private readonly PreRoll preRoll = new(options.PreRollFrames);
    private readonly PictureShrinker shrinker = new();
    private FrameAllowance allowed = FrameAllowance.Full;
    private int reserved;

    /// <summary>Something moves: an event, or what may become one.</summary>
    /// <param name="time">Now.</param>
    /// <param name="continues">It continues the one before.</param>
    public void Begin(DateTimeOffset time, bool continues)
    {
        allowed = allowance?.Invoke() ?? FrameAllowance.Full;
        budget.Begin(time, continues, allowed);
        // The frame that confirms it must be paid for too.
        reserved = 1;
    }

    /// <summary>Takes a frame over: a candidate of its interval.</summary>
    public void Offer(Shot shot)
    {
        See(shot);
        Accept(interval.Offer(shot, budget.IntervalFrom(interval.Started)), reserved);
    }

    /// <summary>
    /// Takes a frame over that is kept whatever comes before and after it: the first that moved, and the one that confirms.
    /// </summary>
    public void Take(Shot shot)
    {
        See(shot);
        Accept(interval.Flush(), reserved);
        interval.Spent(shot.Time);
        Accept(shot, keepBack: 0);
    }

    /// <summary>The frame that confirms the event has been taken.</summary>
    public void Confirmed()
    {
        reserved = 0;
        budget.Confirmed();
    }

    /// <summary>
    /// Hands out what waits for the end of its interval, because a batch leaves now. The interval goes on and has had its frame, so
    /// that no more are kept by it.
    /// </summary>
    public void Hurry() => Accept(interval.Flush(), reserved);

    /// <summary>The event or suspicion is over: what waits for the end of its interval is decided now.</summary>
    public void End()
    {
        Accept(interval.Flush(), reserved);
        budget.Close();
    }

    /// <summary>Drops the pre-roll and what waits for the end of its interval.</summary>
    public void Forget()
    {
        interval.Dispose();
        preRoll.Dispose();
    }

    public void Dispose()
    {
        Forget();
        encoder.Dispose();
        shrinker.Dispose();
    }

    private void See(Shot shot)
    {
        if (shot.Motion.Box is { } box)
        {
            budget.Saw(box);
        }
    }

    private void Accept(Shot? shot, int keepBack)
    {
        if (shot is null)
        {
            return;
        }

        if (shot.Quiet)
        {
            KeepForLater(shot);
            return;
        }

        foreach (var before in preRoll.Drain())
        {
            // Of what came before, a small grey picture shows no more than the event itself.
            if (before.Frame.HasPicture && budget.TrySpendOnPreRoll())
            {
                keep(Encode(before));
            }
            else
            {
                before.Dispose();
            }
        }

        if (budget.TrySpend(keepBack))
        {
            keep(Encode(shot));
        }
        else
        {
            shot.Dispose();
        }
    }

    // Quiet now, but what comes next may want to know what was before it.
    private void KeepForLater(Shot shot)
    {
        if (options.PreRollFrames > 0)
        {
            preRoll.Push(IsLarge(shot.Frame) ? shot with { Frame = shot.Frame.AsJpeg(encoder.ToJpeg(shot.Frame)) } : shot);
        }
        else
        {
            shot.Dispose();
        }
    }

    // Nearly all pre-roll is for nothing: encoded it would cost as much as decoding, so it stays as it is while there is room.
    private bool IsLarge(Frame frame) => frame.Format != FrameFormat.Jpeg && 3L * frame.Width * frame.Height / 2 * options.PreRollFrames > RawPreRollBytes;

    private KeptFrame Encode(Shot shot)
    {
        var jpeg = encoder.ToJpeg(shot.Frame);
        return new(allowed.LongestSidePixels is { } side ? shrinker.Shrink(jpeg, side) : jpeg, shot.Time, shot.Motion) { Sharpness = shot.Sharpness };
    }
}
