using CloudCctv.Storage.Link;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Storage.Folders;

/// <summary>
/// Objects as plain files below a folder, for one machine or a disk shared by several processes on it.
/// <list type="bullet">
/// <item>A put writes a temp file, syncs it, renames it, and syncs the folder: what was confirmed survives a power cut.</item>
/// <item>Writers of one name take turns (<see cref="WriteTurns"/>); readers never wait, and keep the version they opened.</item>
/// <item>The version is the file's time of writing, made unique, with its length; so the file system must keep times to
/// 100 ns (ext4, XFS, Btrfs, F2FS, NTFS and APFS do; FAT does not and is refused).</item>
/// <item>What begins with the fleeting prefix is not synced: a power cut may take it, or leave it empty. For leases, which end with
/// the power anyway; a sync would be half of what they cost.</item>
/// <item>Unlike a blob, an object cannot have the name of a folder in use ("a" next to "a/b"): that is rejected.</item>
/// </list>
/// <c>ROOT/.store/tmp</c> holds unfinished writes and <c>ROOT/.store/locks</c> the turns; no object name can reach either.
/// </summary>
public sealed class FolderObjectStore(string root, TimeProvider clock, LinkPace? pace = null, string? fleetingPrefix = null) : IObjectStore
{
    private readonly string root = Path.GetFullPath(root);
    private readonly TempArea temp = new(Path.GetFullPath(Path.Combine(root, ".store", "tmp")), clock, pace);
    private readonly WriteTurns turns = new(Path.GetFullPath(Path.Combine(root, ".store", "locks")), clock);

    public Task<PutOutcome> PutNewAsync(ObjectName name, Stream content, CancellationToken cancellationToken)
    {
        var path = PathOf(name);
        return FolderFault.GuardAsync(path, async () =>
        {
            var start = content.Position;
            while (true)
            {
                content.Position = start;
                if (!File.Exists(path) && await TryCreateAsync(name, path, content, cancellationToken))
                {
                    return PutOutcome.Created;
                }

                content.Position = start;
                if (await CompareAsync(path, content, cancellationToken) is { } outcome)
                {
                    return outcome;
                }
            }
        });
    }

    public Task PutAsync(ObjectName name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        ReplaceAsync(name, content, ifMatch: null, cancellationToken);

    public Task<bool> TryReplaceAsync(ObjectName name, ReadOnlyMemory<byte> content, ETag ifMatch, CancellationToken cancellationToken) =>
        ReplaceAsync(name, content, ifMatch, cancellationToken);

    public Task<StoredObject?> OpenReadAsync(ObjectName name, CancellationToken cancellationToken)
    {
        var path = PathOf(name);
        return Task.FromResult(FolderFault.Guard(path, () => FolderFile.TryOpen(path) is { } file
            ? new StoredObject(
                new GuardedStream(file, e => FolderFault.Of(e, path)),
                FolderFile.PropertiesOf(name, RandomAccess.GetLength(file.SafeFileHandle), File.GetLastWriteTimeUtc(file.SafeFileHandle)))
            : null));
    }

    public Task<ObjectProperties?> GetPropertiesAsync(ObjectName name, CancellationToken cancellationToken) =>
        Task.FromResult(Find(name));

    public IAsyncEnumerable<ObjectProperties> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        ObjectPrefix.Check(prefix);
        return Walk(FolderListing.Names(root, prefix), cancellationToken)
            .Select(text => ObjectName.TryParse(text, out var name) ? Find(name) : null)
            .OfType<ObjectProperties>()
            .ToAsyncEnumerable();
    }

    public IAsyncEnumerable<string> ListFoldersAsync(string prefix, CancellationToken cancellationToken)
    {
        ObjectPrefix.CheckFolder(prefix);
        return Walk(FolderListing.Folders(root, prefix), cancellationToken).ToAsyncEnumerable();
    }

    public Task<bool> DeleteAsync(ObjectName name, CancellationToken cancellationToken) => DeleteAsync(name, ifMatch: null, cancellationToken);

    public Task<bool> TryDeleteAsync(ObjectName name, ETag ifMatch, CancellationToken cancellationToken) => DeleteAsync(name, (ETag?)ifMatch, cancellationToken);

    /// <summary>Makes the folders, and clears what crashed processes left half-written.</summary>
    internal void Prepare() => FolderFault.Guard(root, () =>
    {
        temp.Prepare();
        return true;
    });

    private async Task<bool> TryCreateAsync(ObjectName name, string path, Stream content, CancellationToken cancellationToken)
    {
        var durable = IsDurable(name);
        using var file = await temp.WriteAsync(content, durable, cancellationToken);
        using var turn = await turns.TakeAsync(name, cancellationToken);
        FolderFile.Stamp(file.Path, turn.NextStamp());
        return FolderTree.Publish(file.Path, path, overwrite: false, durable);
    }

    private Task<bool> ReplaceAsync(ObjectName name, ReadOnlyMemory<byte> content, ETag? ifMatch, CancellationToken cancellationToken)
    {
        var path = PathOf(name);
        return FolderFault.GuardAsync(path, async () =>
        {
            var durable = IsDurable(name);
            using var file = await temp.WriteAsync(new MemoryStream(content.ToArray(), writable: false), durable, cancellationToken);
            using var turn = await turns.TakeAsync(name, cancellationToken);
            if (ifMatch is { } version && FolderFile.PropertiesOf(name, path)?.ETag != version)
            {
                return false;
            }

            FolderFile.Stamp(file.Path, turn.NextStamp());
            FolderFile.ThrowIfNoFile(path);
            return FolderTree.Publish(file.Path, path, overwrite: true, durable);
        });
    }

    private Task<bool> DeleteAsync(ObjectName name, ETag? ifMatch, CancellationToken cancellationToken)
    {
        var path = PathOf(name);
        return FolderFault.GuardAsync(path, async () =>
        {
            using var turn = await turns.TakeAsync(name, cancellationToken);
            if (FolderFile.PropertiesOf(name, path) is not { } found || (ifMatch is { } version && found.ETag != version))
            {
                return false;
            }

            // Not synced: a delete that a power cut undoes is simply repeated, as every step may be.
            File.Delete(path);
            FolderTree.RemoveEmptyFolders(Path.GetDirectoryName(path)!, root);
            return true;
        });
    }

    /// <summary>Null if the object has gone meanwhile.</summary>
    private static async Task<PutOutcome?> CompareAsync(string path, Stream content, CancellationToken cancellationToken)
    {
        await using var existing = FolderFile.TryOpen(path);
        if (existing is null)
        {
            FolderFile.ThrowIfNoFile(path);
            return null;
        }

        var equal = existing.Length == content.Length - content.Position
            && await ContentComparison.AreEqualAsync(existing, content, cancellationToken);

        // The process that put it may have died just before this.
        PosixCalls.SyncFolder(Path.GetDirectoryName(path)!);
        return equal ? PutOutcome.AlreadyThere : PutOutcome.Conflict;
    }

    private IEnumerable<string> Walk(IEnumerable<string> names, CancellationToken cancellationToken)
    {
        using var walk = names.GetEnumerator();
        while (FolderFault.Guard(root, walk.MoveNext))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return walk.Current;
        }
    }

    private ObjectProperties? Find(ObjectName name)
    {
        var path = PathOf(name);
        return FolderFault.Guard(path, () => FolderFile.PropertiesOf(name, path));
    }

    private bool IsDurable(ObjectName name) => fleetingPrefix is null || !name.Value.StartsWith(fleetingPrefix, StringComparison.Ordinal);

    private string PathOf(ObjectName name) => Path.Combine(root, name.Value);
}
