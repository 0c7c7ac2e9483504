namespace CloudCctv.Storage;

/// <summary>
/// Where objects and messages live. Exactly one of <see cref="Folder"/>, <see cref="ConnectionString"/>,
/// <see cref="AccountUrl"/> or the pair of SAS URLs is set; <see cref="StoreFactory"/> says so clearly if not.
/// </summary>
public sealed record StoreOptions
{
    /// <summary>The embedded default: a folder on a local disk, made if it is not there.</summary>
    public string? Folder { get; init; }

    /// <summary>Azure Storage connection string. A secret: give it through the environment, not a file.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>Blob endpoint of a storage account, <c>https://NAME.blob.core.windows.net</c>; signs in with DefaultAzureCredential.</summary>
    public Uri? AccountUrl { get; init; }

    /// <summary>URL of the container with a shared access signature. A secret.</summary>
    public Uri? ContainerSasUrl { get; init; }

    /// <summary>URL of the queue with a shared access signature. A secret. Goes with <see cref="ContainerSasUrl"/>.</summary>
    public Uri? QueueSasUrl { get; init; }

    /// <summary>Blob container; ignored with SAS URLs and folders.</summary>
    public string Container { get; init; } = "cctv";

    /// <summary>Queue of commits. A folder store keeps it in <c>FOLDER/queues/NAME</c>, beside <c>FOLDER/objects</c>.</summary>
    public string Queue { get; init; } = "batches";
}
