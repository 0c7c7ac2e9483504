using Azure.Storage.Blobs;
using Azure.Storage.Sas;

namespace CloudCctv.Storage.Azure.Lending;

/// <summary>Signs what is lent, with whatever this host holds.</summary>
internal interface ISasSigner
{
    Task<Uri> SignAsync(BlobContainerClient container, BlobSasBuilder right, CancellationToken cancellationToken);

    /// <returns>Null if this host cannot sign for queues: the store's own events then say what arrives.</returns>
    Uri? SignQueue(DateTimeOffset expiresOn, bool httpsOnly);
}
