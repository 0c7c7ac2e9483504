using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Events;
using CloudCctv.Uploader.Motion;
using CloudCctv.Uploader.Objects.Comparison;

namespace CloudCctv.Uploader.Objects;

/// <summary>
/// Keeps a picture of one camera's scene from before anything moved and compares it, once, with the first that has been stable
/// again for long enough. Between two motions it copies a picture now and then, and compares nothing. Not thread-safe.
/// </summary>
/// <param name="options">How long is stable, and what counts.</param>
/// <param name="jpegQuality">Of evidence that must be encoded.</param>
/// <param name="report">Told of what was found; the pictures stay the watch's.</param>
internal sealed class ObjectWatch(ObjectOptions options, int jpegQuality, Action<StableView, StableView, IReadOnlyList<ObjectChange>> report) : IDisposable
{
    // The light changes slowly, and a picture costs an encoding.
    private static readonly TimeSpan RefreshEvery = TimeSpan.FromSeconds(10);

    // Who sets off the gate may have had a foot in the picture just before.
    private static readonly TimeSpan LeastBeforeMotion = TimeSpan.FromSeconds(1);

    private readonly FrameEncoder encoder = new(jpegQuality);
    private readonly LastFinding last = new();
    private readonly TimeSpan stable = TimeSpan.FromSeconds(options.StableSeconds);
    private readonly TimeSpan longest = TimeSpan.FromMinutes(options.MaximumMinutes);
    private SceneComparison? comparison;
    private (int Width, int Height, MotionOptions? Motion) comparedWith;
    private StableView? newest;
    private StableView? before;
    private byte[]? settled;
    private DateTimeOffset? quietSince;
    private DateTimeOffset latest = DateTimeOffset.MinValue;
    private bool moved;

    /// <param name="frame">The next of the camera; stays the caller's.</param>
    /// <param name="luma">Of it.</param>
    /// <param name="result">What the gate said of it.</param>
    /// <param name="motion">The gate's options: its zones and masks hold for things, too.</param>
    /// <exception cref="Imaging.Jpeg.JpegException">Its picture cannot be encoded.</exception>
    public void Next(Frame frame, Luma luma, MotionResult result, MotionOptions motion)
    {
        if (result.State != GateState.Watching || frame.Time < latest || comparedWith != (luma.Width, luma.Height, motion))
        {
            // Another scene, another size, another time: nothing from before tells of it.
            Forget();
            comparedWith = (luma.Width, luma.Height, motion);
        }

        latest = frame.Time;
        quietSince ??= frame.Time;
        if (result.Motion)
        {
            Move(frame.Time);
        }
        else if (moved)
        {
            Settle(frame, luma);
        }
        else if (frame.Time - quietSince >= stable && (newest is null || frame.Time - newest.Time >= RefreshEvery))
        {
            Keep(StableView.Of(frame, luma, encoder, jpegQuality));
        }
    }

    /// <summary>The camera or the time was away: what comes is compared with nothing that was.</summary>
    public void Forget()
    {
        newest?.Dispose();
        before?.Dispose();
        last.Forget();
        (newest, before, settled, quietSince, moved, comparison) = (null, null, null, null, false, null);
    }

    public void Dispose()
    {
        Forget();
        last.Dispose();
        encoder.Dispose();
    }

    private void Move(DateTimeOffset time)
    {
        if (!moved && before is not null && newest is not null && time - newest.Time < LeastBeforeMotion)
        {
            newest.Dispose();
            (newest, before) = (before, null);
        }

        (moved, settled, quietSince) = (true, null, time);
    }

    private void Settle(Frame frame, Luma luma)
    {
        var quiet = frame.Time - quietSince;
        if (settled is null && quiet >= stable / 2)
        {
            settled = luma.Pixels.Span[..(luma.Width * luma.Height)].ToArray();
        }

        if (quiet < stable || StableView.Of(frame, luma, encoder, jpegQuality) is not { } now)
        {
            return;
        }

        Judge(now);
        before?.Dispose();
        (before, newest, moved, settled) = (null, now, false, null);
    }

    private void Judge(StableView now)
    {
        if (newest is not { } then || now.Time - then.Time > longest)
        {
            last.Forget();
            newest?.Dispose();
        }
        else if (Compare(then, now) is { Count: > 0 } changes)
        {
            if (last.Uncovered(changes, clean => Compare(clean, now)) is { } uncovered)
            {
                report(last.Before!, now, uncovered);
            }
            else
            {
                report(then, now, changes);
            }

            last.Remember(then, changes);
        }
        else
        {
            last.Forget();
            then.Dispose();
        }
    }

    private IReadOnlyList<ObjectChange> Compare(StableView then, StableView now)
    {
        comparison ??= new SceneComparison(options, comparedWith.Motion!, comparedWith.Width, comparedWith.Height);
        return comparison.Compare(then.Points, settled!, now.Points);
    }

    private void Keep(StableView? view)
    {
        if (view is not null)
        {
            before?.Dispose();
            (before, newest) = (newest, view);
        }
    }
}
