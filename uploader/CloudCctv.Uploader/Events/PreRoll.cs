using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Motion;

namespace CloudCctv.Uploader.Events;

/// <summary>The last few quiet frames, in case something moves next.</summary>
internal sealed class PreRoll(int capacity) : IDisposable
{
    private readonly Queue<(Frame Frame, MotionResult Motion)> frames = new();

    /// <summary>Takes a frame; the oldest one makes room for it.</summary>
    public void Push(Frame frame, MotionResult motion)
    {
        frames.Enqueue((frame, motion));
        if (frames.Count > capacity)
        {
            frames.Dequeue().Frame.Dispose();
        }
    }

    /// <summary>Hands out all frames, oldest first; they are the caller's now.</summary>
    public IEnumerable<(Frame Frame, MotionResult Motion)> Drain()
    {
        while (frames.TryDequeue(out var next))
        {
            yield return next;
        }
    }

    public void Dispose()
    {
        foreach (var (frame, _) in Drain())
        {
            frame.Dispose();
        }
    }
}
