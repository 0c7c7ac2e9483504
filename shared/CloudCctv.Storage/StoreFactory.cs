using CloudCctv.Storage.Azure;
using CloudCctv.Storage.Azure.Lent;
using CloudCctv.Storage.Dropbox;
using CloudCctv.Storage.Folders;
using CloudCctv.Storage.Grants;
using CloudCctv.Storage.Link;

namespace CloudCctv.Storage;

/// <summary>Turns <see cref="StoreOptions"/> into a <see cref="Store"/>. Nothing is opened or contacted yet.</summary>
public static class StoreFactory
{
    /// <summary>Leases: worth nothing once the power is gone, so a folder store does not have the disk confirm them.</summary>
    public const string FleetingPrefix = "claims/";

    /// <param name="options">Exactly one kind of store.</param>
    /// <param name="clock">Times of folder stores; Azure has its own.</param>
    /// <exception cref="ArgumentException">
    /// The options name no store, or several, or one that cannot be; the message names key, value (never a secret's) and
    /// what would be right.
    /// </exception>
    public static Store Create(StoreOptions options, TimeProvider clock)
    {
        StoreOptionsCheck.ThrowIfInvalid(options);
        var pace = new LinkPace(clock);
        return options switch
        {
            { Folder: { } folder } => InFolder(folder, options.Queue, pace, clock),
            { ConnectionString: { } connection } => AzureStore.FromConnectionString(connection, options.Container, options.Queue, pace),
            { AccountUrl: { } account } => AzureStore.FromAccount(account, options.Container, options.Queue, pace),
            { DropboxFolder: not null } => DropboxStore.Open(options, pace, clock),
            _ => AzureStore.FromSas(options.ContainerSasUrl!, options.QueueSasUrl!, pace),
        };
    }

    /// <summary>The part of a store that a device is lent. Its credentials may change at any time; nobody has to be told.</summary>
    public static Store CreateLent(IGrantSource source, TimeProvider clock)
    {
        var pace = new LinkPace(clock);
        var lent = new LentClients(source, pace);
        return new Store(new LentObjectStore(lent), new LentWorkQueue(lent), source.Description) { Pace = pace };
    }

    private static Store InFolder(string folder, string queueName, LinkPace pace, TimeProvider clock)
    {
        var objects = new FolderObjectStore(Path.Combine(folder, "objects"), clock, pace, FleetingPrefix);
        var queue = new FolderWorkQueue(Path.Combine(folder, "queues", queueName), clock);
        return new Store(objects, queue, $"folder {Path.GetFullPath(folder)}, queue {queueName}")
        {
            Pace = pace,
            WatchQueue = queue.TryWatch,
            Create = _ =>
            {
                objects.Prepare();
                queue.Prepare();
                return Task.CompletedTask;
            },
        };
    }
}
