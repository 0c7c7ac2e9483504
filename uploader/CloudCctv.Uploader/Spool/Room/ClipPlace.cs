using CloudCctv.Contracts.Names;

namespace CloudCctv.Uploader.Spool.Room;

/// <summary>Room that a clip has while it is copied into the spool. A picture that finds none takes it back. Thread-safe.</summary>
public sealed class ClipPlace : IDisposable
{
    private readonly CancellationTokenSource taken = new();
    private readonly Action<ClipPlace> leave;

    internal ClipPlace(BatchName clip, long bytes, Action<ClipPlace> leave) => (Clip, Bytes, this.leave) = (clip, bytes, leave);

    /// <summary>Cancelled when a picture has taken it: the copy is to be abandoned, and what there is of it removed.</summary>
    public CancellationToken Taken => taken.Token;

    internal BatchName Clip { get; }

    internal long Bytes { get; }

    /// <summary>The copy is whole, or there is none.</summary>
    public void Dispose()
    {
        leave(this);
        taken.Dispose();
    }

    internal void Take() => taken.Cancel();
}
