using CloudCctv.Storage.Dropbox.SignIn;

namespace CloudCctv.Storage;

/// <summary>
/// Where objects and messages live. Exactly one of <see cref="Folder"/>, <see cref="ConnectionString"/>,
/// <see cref="AccountUrl"/>, the pair of SAS URLs or <see cref="DropboxFolder"/> is set; <see cref="StoreFactory"/> says so clearly if not.
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

    /// <summary>
    /// A folder in Dropbox: empty for the app's whole folder, else <c>/name</c>. For devices only: it has no queue, as the
    /// zips themselves are the messages.
    /// </summary>
    public string? DropboxFolder { get; init; }

    /// <summary>Signs in to Dropbox. A secret. Goes with <see cref="DropboxFolder"/>.</summary>
    public DropboxToken? DropboxToken { get; init; }

    /// <summary>Another host than Dropbox's own, for tests and proxies; https, or http on this machine.</summary>
    public Uri? DropboxApi { get; init; }

    /// <summary>Blob container; ignored with SAS URLs and folders.</summary>
    public string Container { get; init; } = "cctv";

    /// <summary>Queue of commits. A folder store keeps it in <c>FOLDER/queues/NAME</c>, beside <c>FOLDER/objects</c>.</summary>
    public string Queue { get; init; } = "batches";
}
