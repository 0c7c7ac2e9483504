namespace CloudCctv.Uploader.Events;

/// <summary>
/// Cuts time into intervals and hands out the best frame of each, in order of time, when the interval is over. Holds one frame
/// at most. Not thread-safe.
/// </summary>
internal sealed class IntervalBest : IDisposable
{
    // Null once the frame of the interval has been handed out.
    private Shot? best;

    /// <summary>When the interval began.</summary>
    public DateTimeOffset Started { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>Takes a frame over.</summary>
    /// <param name="shot">A better one takes the place of a worse one of its interval; of equals the earlier stays.</param>
    /// <param name="interval">Length of the interval that goes on.</param>
    /// <returns>The best of the interval that this frame ends; null if it ends none. The caller's now.</returns>
    public Shot? Offer(Shot shot, TimeSpan interval)
    {
        // A clock that was set back ends it too.
        if (shot.Time - Started >= interval || shot.Time < Started)
        {
            var ended = best;
            (best, Started) = (shot, shot.Time);
            return ended;
        }

        if (best is not null && shot.Worth > best.Worth)
        {
            best.Dispose();
            best = shot;
        }
        else
        {
            shot.Dispose();
        }

        return null;
    }

    /// <summary>Ends the interval at once.</summary>
    /// <returns>Its best frame, if it was not handed out yet. The caller's now.</returns>
    public Shot? Flush()
    {
        var ended = best;
        best = null;
        return ended;
    }

    /// <summary>A frame that was kept whatever it is worth: an interval begins with it that has its frame already.</summary>
    public void Spent(DateTimeOffset time) => (best, Started) = (null, time);

    public void Dispose() => Flush()?.Dispose();
}
