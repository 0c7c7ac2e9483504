namespace CloudCctv.Uploader.Events;

/// <summary>
/// The last few quiet frames, in case something moves next: JPEGs, or packets that nobody has decoded yet. Decoded, each would be 3 MB at 1080p and
/// 12 MB at 4K, while to encode the few per second that come here takes a fiftieth of a core (4 ms each at 1080p), which is
/// little beside the decoding of the video they come from.
/// </summary>
internal sealed class PreRoll(int capacity) : IDisposable
{
    private readonly Queue<Shot> frames = new();

    /// <summary>Takes a frame; the oldest one makes room for it.</summary>
    public void Push(Shot frame)
    {
        frames.Enqueue(frame);
        if (frames.Count > capacity)
        {
            frames.Dequeue().Dispose();
        }
    }

    /// <summary>Hands out all frames, oldest first; they are the caller's now.</summary>
    public IEnumerable<Shot> Drain()
    {
        while (frames.TryDequeue(out var next))
        {
            yield return next;
        }
    }

    public void Dispose()
    {
        foreach (var frame in Drain())
        {
            frame.Dispose();
        }
    }
}
