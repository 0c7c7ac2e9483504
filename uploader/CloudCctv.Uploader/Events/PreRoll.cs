namespace CloudCctv.Uploader.Events;

/// <summary>The last few quiet frames, in case something moves next: as they came, or as JPEGs where that would take too much memory.</summary>
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
