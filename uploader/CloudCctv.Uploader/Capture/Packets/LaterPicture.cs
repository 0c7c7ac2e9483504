namespace CloudCctv.Uploader.Capture.Packets;

/// <summary>
/// The full picture of a frame, which nobody has decoded yet. Whoever has the frame disposes it. Thread-safe.
/// </summary>
internal sealed class LaterPicture(FrameRecall recall, PacketGroup group, int index) : IDisposable
{
    private readonly TaskCompletionSource decided = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();
    private RawPicture? picture;
    private bool disposed;

    public PacketGroup Group { get; } = group;

    /// <summary>Of its packet in the group.</summary>
    public int Index { get; } = index;

    public TimeSpan Time { get; } = group.Packets[index].Time;

    /// <summary>Done when the picture is there, or will not come.</summary>
    public Task Decided => decided.Task;

    /// <summary>4:2:0; null if it has not been recalled, or could not be. It stays this object's.</summary>
    public RawPicture? Picture
    {
        get
        {
            lock (gate)
            {
                return picture;
            }
        }
    }

    /// <summary>Has it decoded, if that was not tried before.</summary>
    public ValueTask RecallAsync(CancellationToken cancellationToken) => Decided.IsCompleted ? ValueTask.CompletedTask : recall.RecallAsync(this, cancellationToken);

    /// <summary>Takes the picture over.</summary>
    public void Give(RawPicture decoded)
    {
        lock (gate)
        {
            if (disposed || picture is not null)
            {
                decoded.Data.Dispose();
            }
            else
            {
                picture = decoded;
            }
        }

        decided.TrySetResult();
    }

    /// <summary>Nobody need wait for it any longer.</summary>
    public void GiveUp() => decided.TrySetResult();

    /// <summary>Hands the picture out; the caller's now. Null if there is none.</summary>
    public RawPicture? Take()
    {
        lock (gate)
        {
            var taken = picture;
            picture = null;
            return taken;
        }
    }

    public void Dispose()
    {
        recall.Release(this);
        lock (gate)
        {
            disposed = true;
            picture?.Data.Dispose();
            picture = null;
        }

        decided.TrySetResult();
    }
}
