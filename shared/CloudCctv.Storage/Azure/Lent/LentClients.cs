using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Queues;
using CloudCctv.Storage.Grants;
using CloudCctv.Storage.Link;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Storage.Azure.Lent;

/// <summary>Clients with the credentials in force. What the store refuses is reported, so that new ones are fetched.</summary>
internal sealed class LentClients(IGrantSource source, LinkPace pace)
{
    private readonly BlobClientOptions blobOptions = AzureClients.BlobOptions(pace);
    private readonly QueueClientOptions queueOptions = AzureClients.QueueOptions(pace);

    public BlockSize BlockSize { get; } = new(pace);

    public string? FaultOf(ObjectName name) => source.FaultOf(name);

    public BlockBlobClient BlobAt(Uri url) => new(url, blobOptions);

    public BlobContainerClient ContainerAt(Uri url) => new(url, blobOptions);

    public QueueClient QueueAt(Uri url) => new(url, queueOptions);

    /// <summary>A client for one blob of the device's own container, with more rights to it than to the others.</summary>
    public async Task<BlobWrite> OwnBlobAsync(ObjectName name, CancellationToken cancellationToken) =>
        new(BlobAt(await source.BlobAsync(name, cancellationToken)), name, BlockSize);

    public async Task<T> UseAsync<T>(string action, Func<DeviceGrants, Task<T>> use, CancellationToken cancellationToken)
    {
        var grants = await source.CurrentAsync(cancellationToken);
        try
        {
            return await AzureFault.GuardAsync(action, () => use(grants), cancellationToken);
        }
        catch (StoreUnreachableException exception) when (exception.AccessDenied || exception.StoreMissing)
        {
            source.Refused(grants);
            throw;
        }
    }
}
