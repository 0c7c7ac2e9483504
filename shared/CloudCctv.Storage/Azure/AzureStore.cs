using Azure;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using CloudCctv.Storage.Azure.Lending;
using CloudCctv.Storage.Link;

namespace CloudCctv.Storage.Azure;

/// <summary>Container and queue, by each way to sign in.</summary>
internal static class AzureStore
{
    public static Store FromConnectionString(string connection, string container, string queue, LinkPace pace)
    {
        try
        {
            var blobs = new BlobServiceClient(connection, AzureClients.BlobOptions(pace));
            var messages = new QueueClient(connection, queue, AzureClients.QueueOptions(pace));
            var store = Build(blobs.GetBlobContainerClient(container), messages, pace, mayCreate: true);

            // A connection string with a signature in place of the key can lend nothing.
            return blobs.CanGenerateAccountSasUri ? store with { Grants = new AzureGrants(blobs, container, new AccountKeySigner(messages)) } : store;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException)
        {
            // Without the inner exception, which may quote the key.
            throw new ArgumentException(
                "ConnectionString (value not shown) is not an Azure Storage connection string; expected "
                + "'DefaultEndpointsProtocol=https;AccountName=NAME;AccountKey=KEY;EndpointSuffix=core.windows.net' as the portal shows it.");
        }
    }

    public static Store FromAccount(Uri account, string container, string queue, LinkPace pace)
    {
        var credential = new DefaultAzureCredential();
        var queueService = new UriBuilder(account) { Host = account.Host.Replace(".blob.", ".queue.", StringComparison.OrdinalIgnoreCase) }.Uri;
        var blobs = new BlobServiceClient(account, credential, AzureClients.BlobOptions(pace));
        var messages = new QueueServiceClient(queueService, credential, AzureClients.QueueOptions(pace)).GetQueueClient(queue);
        return Build(blobs.GetBlobContainerClient(container), messages, pace, mayCreate: true)
            with { Grants = new AzureGrants(blobs, container, new DelegationSigner(blobs, TimeProvider.System)) };
    }

    public static Store FromSas(Uri container, Uri queue, LinkPace pace) => Build(
        new BlobContainerClient(container, AzureClients.BlobOptions(pace)),
        new QueueClient(queue, AzureClients.QueueOptions(pace)),
        pace,
        mayCreate: false);

    private static Store Build(BlobContainerClient container, QueueClient queue, LinkPace pace, bool mayCreate)
    {
        // Without the query, where a SAS is.
        var description = $"container {container.Uri.GetLeftPart(UriPartial.Path)}, queue {queue.Uri.GetLeftPart(UriPartial.Path)}";
        var store = new Store(new BlobObjectStore(container, pace), new StorageWorkQueue(queue), description) { Pace = pace };
        return mayCreate ? store with { Create = cancellationToken => CreateAsync(container, queue, cancellationToken) } : store;
    }

    private static async Task CreateAsync(BlobContainerClient container, QueueClient queue, CancellationToken cancellationToken)
    {
        await IfAllowedAsync(
            $"create container {container.Name}",
            async () => await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken),
            cancellationToken);
        await IfAllowedAsync(
            $"create queue {queue.Name}",
            async () => await queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken),
            cancellationToken);
    }

    /// <summary>A role that may use a container but not make one is right, if somebody has made it.</summary>
    private static Task<bool> IfAllowedAsync(string action, Func<Task> create, CancellationToken cancellationToken) =>
        AzureFault.GuardAsync(action, async () =>
        {
            try
            {
                await create();
                return true;
            }
            catch (RequestFailedException e) when (e.ErrorCode is "AuthorizationPermissionMismatch" or "AuthorizationFailure")
            {
                return false;
            }
        }, cancellationToken);
}
