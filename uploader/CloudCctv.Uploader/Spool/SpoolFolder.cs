using CloudCctv.Contracts.Faults;
using CloudCctv.Contracts.Names;
using CloudCctv.Uploader.Spool.Room;

namespace CloudCctv.Uploader.Spool;

/// <summary>
/// Batches on the device's disk that the cloud does not yet hold: one flat folder in which the name of a file is its state.
/// <list type="bullet">
/// <item><c>NAME.zip.part</c>: being written, or left so by a power cut.</item>
/// <item><c>NAME.zip</c>: whole, on the disk for certain, waiting for upload.</item>
/// <item><c>NAME.zip.retiming</c>: whole; the clock was set, and a copy with the right time is being written.</item>
/// <item><c>NAME.zip.rejected</c>: refused by the store for its content; kept for a person, with <c>NAME.zip.reason.txt</c>.</item>
/// </list>
/// NAME is the name of the batch with <c>~</c> for <c>/</c>. What is asked for is answered from memory, which follows the disk.
/// Thread-safe. Held by one process at a time: another would take the parts that are being written for remains of a crash.
/// </summary>
public sealed class SpoolFolder : IDisposable
{
    private readonly SpoolFiles files;
    private readonly SpoolIndex index = new();
    private readonly FileStream held;

    /// <exception cref="SpoolException">Another process holds it, or there is no such folder and none can be made.</exception>
    public SpoolFolder(string root)
    {
        files = new SpoolFiles(root);
        try
        {
            held = files.Hold();
            Note(files.List());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SpoolException($"Spool '{root}' cannot be used: {exception.Message} Each uploader needs a data folder of its own that it can write to.", exception);
        }
    }

    /// <summary>A batch has been sealed: there is something to upload. Raised on the writer's thread.</summary>
    public event Action? Sealed;

    /// <summary>Batches that somebody is at work on.</summary>
    public ClaimedBatches Claims { get; } = new();

    /// <summary>Whether the disk takes what is written.</summary>
    public SpoolTrouble Trouble { get; } = new();

    /// <summary>What keeps it within its bounds; null for none.</summary>
    public SpoolRoom? Room { get; set; }

    /// <summary>Whether a batch must not leave yet, because its time may still be corrected.</summary>
    public Func<BatchName, bool> IsHeld { get; set; } = _ => false;

    /// <summary>Whether a time was given while the clock was not set.</summary>
    public Func<DateTimeOffset, bool> IsEstimated { get; set; } = _ => false;

    /// <summary>Length of all batches, those that are being written or were rejected included.</summary>
    public long Bytes => index.Bytes;

    /// <summary>Length of what the store refused.</summary>
    public long RejectedBytes => index.BytesOf(SpoolState.Rejected);

    /// <returns>Length of a batch that waits; 0 if it does not.</returns>
    public long BytesOf(BatchName batch) => index.BytesOf(batch, SpoolState.Waiting);

    /// <summary>Batches without their seal: being written, or to be finished when the disk allows it.</summary>
    public int Unsealed => index.Names(SpoolState.Unsealed).Count;

    /// <summary>Something that waits may leave now.</summary>
    public void Wake() => Sealed?.Invoke();

    /// <summary>Path of a batch while it is written.</summary>
    public string PartFileOf(BatchName batch) => files.PathOf(batch, SpoolState.Unsealed);

    /// <summary>Files that a power cut left behind, as the disk has them.</summary>
    public IReadOnlyList<string> UnfinishedParts() => files.Parts();

    /// <summary>What waits for upload, oldest event first.</summary>
    public IReadOnlyList<BatchName> Waiting() => index.Names(SpoolState.Waiting);

    /// <summary>All batches that can still be delivered, the one that is being written included.</summary>
    public IReadOnlyList<BatchName> Whole() =>
        [.. index.Names(SpoolState.Waiting), .. index.Names(SpoolState.Unsealed), .. index.Names(SpoolState.Retiming)];

    /// <summary>What the store refused, oldest event first.</summary>
    public IReadOnlyList<BatchName> Rejected() => index.Names(SpoolState.Rejected);

    /// <summary>Batches that a power cut found being given another time.</summary>
    public IReadOnlyList<BatchName> Retiming() => index.Names(SpoolState.Retiming);

    /// <summary>Path of a batch while a copy with another time is written.</summary>
    public string RetimingFileOf(BatchName batch) => files.PathOf(batch, SpoolState.Retiming);

    /// <returns>False if it is gone.</returns>
    public bool TryBeginRetiming(BatchName batch)
    {
        if (!File.Exists(files.PathOf(batch, SpoolState.Waiting)))
        {
            index.Remove(batch, SpoolState.Waiting);
            return false;
        }

        Rename(batch, SpoolState.Waiting, SpoolState.Retiming);
        files.Sync();
        return true;
    }

    /// <summary>The copy has its name: the original goes.</summary>
    public void EndRetiming(BatchName batch)
    {
        Delete(batch, SpoolState.Retiming);
        files.Sync();
    }

    /// <summary>There is no copy: the original gets its name back.</summary>
    public void CancelRetiming(BatchName batch)
    {
        Rename(batch, SpoolState.Retiming, SpoolState.Waiting);
        files.Sync();
    }

    /// <exception cref="FileNotFoundException">It was delivered, evicted or taken away.</exception>
    public FileStream OpenRead(BatchName batch)
    {
        try
        {
            return new(files.PathOf(batch, SpoolState.Waiting), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, useAsync: true);
        }
        catch (FileNotFoundException)
        {
            // Taken away by a person: not asked for again.
            index.Remove(batch, SpoolState.Waiting);
            throw;
        }
    }

    /// <summary>Makes the name of a new part survive a power cut.</summary>
    public void SyncNames() => files.Sync();

    /// <summary>A part has been written to; 0 bytes if it is gone again.</summary>
    public void Grew(BatchName batch, long bytes)
    {
        if (bytes > 0)
        {
            index.Put(batch, SpoolState.Unsealed, bytes);
        }
        else
        {
            index.Remove(batch, SpoolState.Unsealed);
        }
    }

    /// <summary>Gives a written file its name. The caller has synced its content; the name is synced here. Safe to repeat.</summary>
    /// <exception cref="IOException">The disk is gone or read-only.</exception>
    public void Seal(BatchName batch)
    {
        var path = files.PathOf(batch, SpoolState.Waiting);
        if (!File.Exists(path))
        {
            File.Move(PartFileOf(batch), path);
            CrashPoint.Reach(SpoolSteps.Renamed);
        }

        files.Sync();
        index.Remove(batch, SpoolState.Unsealed);
        index.Put(batch, SpoolState.Waiting, new FileInfo(path).Length);
        CrashPoint.Reach(SpoolSteps.Sealed);
        Sealed?.Invoke();
    }

    /// <summary>Whether it has its name already, and perhaps only the folder was not synced.</summary>
    public bool IsSealed(BatchName batch) => File.Exists(files.PathOf(batch, SpoolState.Waiting));

    /// <summary>The store holds it: the local copy goes.</summary>
    public void Delivered(BatchName batch) => Delete(batch, SpoolState.Waiting);

    /// <summary>There is too little room: it is given up. The caller has claimed it.</summary>
    /// <returns>Its length.</returns>
    public long Evict(BatchName batch) => Delete(batch, SpoolState.Waiting);

    /// <inheritdoc cref="Evict"/>
    public long EvictRejected(BatchName batch)
    {
        File.Delete(files.ReasonOf(batch));
        return Delete(batch, SpoolState.Rejected);
    }

    /// <summary>The store will never take it: out of the way, but kept.</summary>
    public void SetAside(BatchName batch, string reason)
    {
        // The rename first: it needs no space on a disk that may be full.
        Rename(batch, SpoolState.Waiting, SpoolState.Rejected);
        files.Sync();
        Room?.TrimRejected();
        File.WriteAllText(files.ReasonOf(batch), reason + Environment.NewLine);
    }

    /// <summary>
    /// Looks at the disk again, which others may have changed: it was taken out and put back, or a person was there. Does not
    /// look at parts, which only their writer knows.
    /// </summary>
    /// <exception cref="IOException">The disk is gone.</exception>
    public void Refresh()
    {
        Note(files.List().Where(file => file.State != SpoolState.Unsealed));
        foreach (var state in Enum.GetValues<SpoolState>().Where(state => state != SpoolState.Unsealed))
        {
            foreach (var batch in index.Names(state).Where(batch => !File.Exists(files.PathOf(batch, state))))
            {
                index.Remove(batch, state);
            }
        }
    }

    /// <summary>Whether a small file can be written, synced and removed again.</summary>
    public bool CanWrite() => files.CanWrite();

    public void Dispose() => held.Dispose();

    private void Note(IEnumerable<(BatchName Batch, SpoolState State, long Bytes)> found)
    {
        foreach (var (batch, state, bytes) in found.Where(file => !index.Has(file.Batch, file.State) && File.Exists(files.PathOf(file.Batch, file.State))))
        {
            index.Put(batch, state, bytes);
        }
    }

    private void Rename(BatchName batch, SpoolState from, SpoolState to)
    {
        File.Move(files.PathOf(batch, from), files.PathOf(batch, to), overwrite: to == SpoolState.Rejected);
        index.Move(batch, from, to);
    }

    private long Delete(BatchName batch, SpoolState state)
    {
        var bytes = index.BytesOf(batch, state);
        File.Delete(files.PathOf(batch, state));
        index.Remove(batch, state);
        return bytes;
    }
}
