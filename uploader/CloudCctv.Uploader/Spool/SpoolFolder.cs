using CloudCctv.Contracts.Names;
using CloudCctv.Storage.Folders;

namespace CloudCctv.Uploader.Spool;

/// <summary>
/// Batches on the device's disk that the cloud does not yet hold: one flat folder in which the name of a file is its state.
/// <list type="bullet">
/// <item><c>NAME.zip.part</c>: being written, or left so by a power cut.</item>
/// <item><c>NAME.zip</c>: whole, on the disk for certain, waiting for upload.</item>
/// <item><c>NAME.zip.retiming</c>: whole; the clock was set, and a copy with the right time is being written.</item>
/// <item><c>NAME.zip.rejected</c>: refused by the store for its content; kept for a person, with <c>NAME.zip.reason.txt</c>.</item>
/// </list>
/// NAME is the name of the batch with <c>~</c> for <c>/</c>. Thread-safe. Held by one process at a time: another would take
/// the parts that are being written for remains of a crash.
/// </summary>
public sealed class SpoolFolder : IDisposable
{
    private const char Slash = '~';

    private readonly string root;
    private readonly FileStream held;

    /// <exception cref="SpoolException">Another process holds it, or it cannot be written to.</exception>
    public SpoolFolder(string root)
    {
        this.root = root;
        try
        {
            Directory.CreateDirectory(root);
            held = new FileStream(Path.Combine(root, ".held"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
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

    /// <summary>Whether a batch must not leave yet, because its time may still be corrected.</summary>
    public Func<BatchName, bool> IsHeld { get; set; } = _ => false;

    /// <summary>Whether a time was given while the clock was not set.</summary>
    public Func<DateTimeOffset, bool> IsEstimated { get; set; } = _ => false;

    /// <summary>Something that waits may leave now.</summary>
    public void Wake() => Sealed?.Invoke();

    /// <summary>Path of a batch while it is written.</summary>
    public string PartFileOf(BatchName batch) => PathOf(batch) + ".part";

    /// <summary>Files that a power cut left behind.</summary>
    public IReadOnlyList<string> UnfinishedParts() => [.. Directory.EnumerateFiles(root, "*.zip.part").Order(StringComparer.Ordinal)];

    /// <summary>What waits for upload, oldest event first.</summary>
    public IReadOnlyList<BatchName> Waiting() =>
    [
        .. Directory.EnumerateFiles(root, "*.zip")
            .Select(BatchOf)
            .OfType<BatchName>()
            .OrderBy(batch => batch.Event.Start)
            .ThenBy(batch => batch.ToString(), StringComparer.Ordinal),
    ];

    /// <summary>All batches, the one that is being written included.</summary>
    public IEnumerable<BatchName> All() => Directory.EnumerateFiles(root, "*.zip*").Select(BatchOf).OfType<BatchName>();

    /// <summary>Batches that a power cut found being given another time.</summary>
    public IReadOnlyList<BatchName> Retiming() =>
        [.. Directory.EnumerateFiles(root, "*.zip.retiming").Select(path => BatchOf(path[..^".retiming".Length])).OfType<BatchName>()];

    /// <summary>Path of a batch while a copy with another time is written.</summary>
    public string RetimingFileOf(BatchName batch) => PathOf(batch) + ".retiming";

    /// <returns>False if it is gone.</returns>
    public bool TryBeginRetiming(BatchName batch)
    {
        if (!File.Exists(PathOf(batch)))
        {
            return false;
        }

        File.Move(PathOf(batch), RetimingFileOf(batch));
        FolderSync.Sync(root);
        return true;
    }

    /// <summary>The copy has its name: the original goes.</summary>
    public void EndRetiming(BatchName batch)
    {
        File.Delete(RetimingFileOf(batch));
        FolderSync.Sync(root);
    }

    /// <summary>There is no copy: the original gets its name back.</summary>
    public void CancelRetiming(BatchName batch) => File.Move(RetimingFileOf(batch), PathOf(batch));

    public FileStream OpenRead(BatchName batch) =>
        new(PathOf(batch), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, useAsync: true);

    /// <summary>Makes the name of a new part survive a power cut.</summary>
    public void SyncNames() => FolderSync.Sync(root);

    /// <summary>Gives a written file its name. The caller has synced its content; the name is synced here.</summary>
    public void Seal(BatchName batch)
    {
        File.Move(PartFileOf(batch), PathOf(batch));
        FolderSync.Sync(root);
        Sealed?.Invoke();
    }

    /// <summary>The store holds it: the local copy goes.</summary>
    public void Delivered(BatchName batch) => File.Delete(PathOf(batch));

    /// <summary>The store will never take it: out of the way, but kept.</summary>
    public void SetAside(BatchName batch, string reason)
    {
        // The rename first: it needs no space on a disk that may be full.
        File.Move(PathOf(batch), PathOf(batch) + ".rejected", overwrite: true);
        File.WriteAllText(PathOf(batch) + ".reason.txt", reason + Environment.NewLine);
        FolderSync.Sync(root);
    }

    public void Dispose() => held.Dispose();

    /// <returns>Null if the file is none of ours.</returns>
    internal static BatchName? BatchOf(string path) =>
        BatchName.TryParse(Path.GetFileName(path).Replace(".zip.part", ".zip", StringComparison.Ordinal).Replace(Slash, '/'), out var batch) ? batch : null;

    private string PathOf(BatchName batch) => Path.Combine(root, batch.ToString().Replace('/', Slash));
}
