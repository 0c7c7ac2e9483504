using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Queues;
using Azure.Storage.Sas;

namespace CloudCctv.Storage.Azure.Lending;

/// <summary>With the account's key: service SAS. Where the host has a connection string, such as beside Azurite.</summary>
internal sealed class AccountKeySigner(QueueClient queue) : ISasSigner
{
    public Task<Uri> SignAsync(BlobContainerClient container, BlobSasBuilder right, CancellationToken cancellationToken) => Task.FromResult(
        right.BlobName.Length > 0 ? container.GetBlockBlobClient(right.BlobName).GenerateSasUri(right) : container.GenerateSasUri(right));

    public Uri? SignQueue(DateTimeOffset expiresOn, bool httpsOnly) => queue.GenerateSasUri(new QueueSasBuilder(QueueSasPermissions.Add, expiresOn)
    {
        QueueName = queue.Name,
        Protocol = httpsOnly ? SasProtocol.Https : SasProtocol.HttpsAndHttp,
    });
}
