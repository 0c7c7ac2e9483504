using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Motion;

namespace CloudCctv.Uploader.Live.Pictures;

/// <summary>
/// The newest picture of a camera, for whoever watches. The camera's own thread hands frames in and never waits: a viewer that
/// is slow finds a newer picture when it comes back, and the ones between were never its. Costs nothing while nobody watches.
/// </summary>
internal sealed class PictureFeed(double framesPerSecond, int jpegQuality, TimeProvider clock) : IDisposable
{
    private readonly Lock gate = new();
    private readonly Pace pace = new(framesPerSecond, clock);
    private readonly SharedEncoder encoder = new(jpegQuality);
    private TaskCompletionSource arrived = NewSignal();
    private LivePicture? newest;
    private MotionResult? strongest;
    private long published;
    private volatile int watchers;

    public int Watchers => watchers;

    public long Published => Volatile.Read(ref published);

    public long Encodes => encoder.Encodes;

    /// <summary>Called by the camera's thread for every frame, which stays the caller's.</summary>
    public void Publish(Frame frame, MotionResult motion)
    {
        if (watchers == 0)
        {
            strongest = null;
            return;
        }

        // A viewer sees every tenth of a second; what moved between is not to be missing from the graph.
        strongest = strongest is null || motion.Score >= strongest.Score ? motion : strongest;
        if (!pace.Take() || frame.CopyPicture() is not { } copy)
        {
            return;
        }

        var picture = new LivePicture(copy, published + 1, strongest, encoder);
        strongest = null;
        Replace(picture);
    }

    public Watching Watch()
    {
        lock (gate)
        {
            watchers++;
        }

        return new Watching(this);
    }

    /// <summary>The newest picture is none any more: the camera is gone, and an old picture would look like life.</summary>
    public void Clear()
    {
        lock (gate)
        {
            newest?.Dispose();
            newest = null;
        }
    }

    public void Dispose()
    {
        Clear();
        encoder.Dispose();
    }

    /// <summary>Waits for a picture newer than a given one. The caller disposes it.</summary>
    internal async ValueTask<LivePicture> NextAsync(long after, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task signal;
            lock (gate)
            {
                if (newest is not null && newest.Number > after)
                {
                    return newest.Hold();
                }

                signal = arrived.Task;
            }

            await signal.WaitAsync(cancellationToken);
        }
    }

    internal void Leave()
    {
        lock (gate)
        {
            if (--watchers == 0)
            {
                Clear();
                encoder.Dispose();
            }
        }
    }

    private void Replace(LivePicture picture)
    {
        TaskCompletionSource signal;
        lock (gate)
        {
            newest?.Dispose();
            newest = picture;
            if (watchers == 0)
            {
                // The last one left meanwhile.
                newest.Dispose();
                newest = null;
                return;
            }

            published++;
            signal = arrived;
            arrived = NewSignal();
        }

        signal.SetResult();
    }

    // Viewers go on in their own threads, not in the camera's.
    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
