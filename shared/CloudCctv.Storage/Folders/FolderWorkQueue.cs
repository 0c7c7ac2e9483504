using System.Text;
using CloudCctv.Storage.Queues;

namespace CloudCctv.Storage.Folders;

/// <summary>
/// Messages as files in a folder, named after their state (<see cref="MessageName"/>). Any number of threads and processes
/// on one machine may use the same folder. A confirmed send survives a power cut; a receive or a delete that a power cut
/// undoes means one more delivery, which every worker must bear anyway.
/// </summary>
public sealed class FolderWorkQueue(string root, TimeProvider clock) : IWorkQueue
{
    private readonly string root = Path.GetFullPath(root);
    private readonly TempArea temp = new(Path.GetFullPath(Path.Combine(root, ".tmp")), clock);
    private readonly Lock visibleLock = new();

    /// <summary>Visible messages as last listed, oldest first. Others may have taken some: the rename tells.</summary>
    private Queue<MessageName> visible = new();

    public Task SendAsync(string body, TimeSpan delay, CancellationToken cancellationToken) => FolderFault.GuardAsync(root, async () =>
    {
        using var file = await temp.WriteAsync(new MemoryStream(MessageBody.Encode(body), writable: false), durable: true, cancellationToken);
        return FolderTree.Publish(file.Path, PathOf(MessageName.New(clock.GetUtcNow(), delay)), overwrite: false);
    });

    public Task<IReadOnlyList<WorkItem>> ReceiveAsync(int most, TimeSpan visibility, CancellationToken cancellationToken) => FolderFault.GuardAsync<IReadOnlyList<WorkItem>>(root, async () =>
    {
        var items = new List<WorkItem>();
        while (items.Count < most && NextVisible(mayList: items.Count == 0) is { } candidate)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var taken = candidate with { VisibleAt = clock.GetUtcNow() + visibility, Count = candidate.Count + 1 };
            if (TryRename(candidate, taken) && await TryReadAsync(taken, cancellationToken) is { } body)
            {
                items.Add(new WorkItem(taken.Id.ToString("N"), body, taken.Count, taken.ToString()));
            }
        }

        return items;
    });

    public Task<WorkItem?> RenewAsync(WorkItem item, TimeSpan visibility, CancellationToken cancellationToken) =>
        Task.FromResult(FolderFault.Guard(root, () => Move(item, visibility)));

    public Task ReturnAsync(WorkItem item, TimeSpan delay, CancellationToken cancellationToken) =>
        Task.FromResult(FolderFault.Guard(root, () => Move(item, delay)));

    public Task PostponeAsync(WorkItem item, TimeSpan delay, CancellationToken cancellationToken) => Task.FromResult(FolderFault.Guard(root, () =>
        MessageName.TryParse(item.Receipt, out var name) && TryRename(name, MessageName.New(clock.GetUtcNow(), delay))));

    public Task<bool> DeleteAsync(WorkItem item, CancellationToken cancellationToken) => Task.FromResult(FolderFault.Guard(root, () =>
    {
        // Renamed before it is deleted, because a delete does not tell whether the file was there.
        var doomed = Path.Combine(root, ".tmp", Guid.NewGuid().ToString("N"));
        if (!MessageName.TryParse(item.Receipt, out var name) || !TryRename(PathOf(name), doomed))
        {
            return false;
        }

        File.Delete(doomed);
        return true;
    }));

    public Task<int> CountAsync(CancellationToken cancellationToken) => Task.FromResult(FolderFault.Guard(root, () => Messages().Count()));

    public Task<DateTimeOffset?> FindFrontAsync(CancellationToken cancellationToken) => Task.FromResult(FolderFault.Guard<DateTimeOffset?>(root, () =>
    {
        var now = clock.GetUtcNow();
        return Messages().Where(name => name.VisibleAt <= now).Select(name => (DateTimeOffset?)name.SentAt).Min();
    }));

    /// <summary>Calls, until disposed, whenever a message has been sent. The folder must be there.</summary>
    /// <returns>Null if the system cannot watch it, for instance because it watches too many others.</returns>
    internal IDisposable? TryWatch(Action sent)
    {
        FileSystemWatcher? watcher = null;
        try
        {
            watcher = new FileSystemWatcher(root, "*.msg") { NotifyFilter = NotifyFilters.FileName };
            // A message that is sent is moved in from outside; what happens to it later are renames within.
            watcher.Created += (_, _) => sent();
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or PlatformNotSupportedException)
        {
            watcher?.Dispose();
            return null;
        }
    }

    /// <summary>Makes the folders, and clears what crashed processes left half-written.</summary>
    internal void Prepare() => FolderFault.Guard(root, () =>
    {
        temp.Prepare();
        return true;
    });

    private WorkItem? Move(WorkItem item, TimeSpan delay)
    {
        if (!MessageName.TryParse(item.Receipt, out var name))
        {
            return null;
        }

        var moved = name with { VisibleAt = clock.GetUtcNow() + delay };
        return TryRename(name, moved) ? item with { Receipt = moved.ToString() } : null;
    }

    /// <summary>Lists the folder only when the last listing is used up, so that thousands of messages cost one listing.</summary>
    private MessageName? NextVisible(bool mayList)
    {
        lock (visibleLock)
        {
            if (visible.Count == 0 && mayList)
            {
                var now = clock.GetUtcNow();
                visible = new Queue<MessageName>(Messages()
                    .Where(name => name.VisibleAt <= now)
                    .OrderBy(name => name.ToString(), StringComparer.Ordinal));
            }

            return visible.TryDequeue(out var next) ? next : null;
        }
    }

    private IEnumerable<MessageName> Messages()
    {
        if (!Directory.Exists(root))
        {
            yield break;
        }

        foreach (var file in Directory.EnumerateFiles(root, "*.msg"))
        {
            if (MessageName.TryParse(Path.GetFileName(file), out var name))
            {
                yield return name;
            }
        }
    }

    /// <summary>Null if the message's time-out was so short that it has passed and another has taken it.</summary>
    private async Task<string?> TryReadAsync(MessageName name, CancellationToken cancellationToken)
    {
        try
        {
            return Encoding.UTF8.GetString(await File.ReadAllBytesAsync(PathOf(name), cancellationToken));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private bool TryRename(MessageName from, MessageName to) => TryRename(PathOf(from), PathOf(to));

    private static bool TryRename(string from, string to)
    {
        try
        {
            File.Move(from, to, overwrite: true);
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    private string PathOf(MessageName name) => Path.Combine(root, name.ToString());
}
