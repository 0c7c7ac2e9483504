using CloudCctv.Storage.Azure;
using CloudCctv.Storage.Folders;

namespace CloudCctv.Storage;

/// <summary>Turns <see cref="StoreOptions"/> into a <see cref="Store"/>. Nothing is opened or contacted yet.</summary>
public static class StoreFactory
{
    /// <param name="options">Exactly one kind of store.</param>
    /// <param name="clock">Times of folder stores; Azure has its own.</param>
    /// <exception cref="ArgumentException">
    /// The options name no store, or several, or one that cannot be; the message names key, value (never a secret's) and
    /// what would be right.
    /// </exception>
    public static Store Create(StoreOptions options, TimeProvider clock)
    {
        StoreOptionsCheck.ThrowIfInvalid(options);
        return options switch
        {
            { Folder: { } folder } => InFolder(folder, options.Queue, clock),
            { ConnectionString: { } connection } => AzureStore.FromConnectionString(connection, options.Container, options.Queue),
            { AccountUrl: { } account } => AzureStore.FromAccount(account, options.Container, options.Queue),
            _ => AzureStore.FromSas(options.ContainerSasUrl!, options.QueueSasUrl!),
        };
    }

    private static Store InFolder(string folder, string queueName, TimeProvider clock)
    {
        var objects = new FolderObjectStore(Path.Combine(folder, "objects"), clock);
        var queue = new FolderWorkQueue(Path.Combine(folder, "queues", queueName), clock);
        return new Store(objects, queue, $"folder {Path.GetFullPath(folder)}, queue {queueName}")
        {
            Create = _ =>
            {
                objects.Prepare();
                queue.Prepare();
                return Task.CompletedTask;
            },
        };
    }
}
