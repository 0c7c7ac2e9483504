using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;

namespace CloudCctv.Storage.Azure.Lending;

/// <summary>
/// With a key that Azure lends this host's identity: user-delegation SAS, where the account's own keys are off. One key
/// serves for hours. Azure signs nothing for queues this way in the versions of its library that we support.
/// </summary>
internal sealed class DelegationSigner(BlobServiceClient blobs, TimeProvider clock) : ISasSigner
{
    // Azure lends one for seven days at most. Credentials never outlive it.
    private static readonly TimeSpan KeyLifetime = TimeSpan.FromDays(2);

    private volatile Key? current;

    public async Task<Uri> SignAsync(BlobContainerClient container, BlobSasBuilder right, CancellationToken cancellationToken)
    {
        var key = current;
        if (key is null || key.ExpiresOn < right.ExpiresOn)
        {
            var expiresOn = clock.GetUtcNow() + KeyLifetime;
            key = new Key(await blobs.GetUserDelegationKeyAsync(startsOn: null, expiresOn: expiresOn, cancellationToken: cancellationToken), expiresOn);
            current = key;
        }

        return Sign(container, right, key.Value);
    }

    public Uri? SignQueue(DateTimeOffset expiresOn, bool httpsOnly) => null;

    internal static Uri Sign(BlobContainerClient container, BlobSasBuilder right, UserDelegationKey key)
    {
        var target = right.BlobName.Length > 0 ? container.GetBlobClient(right.BlobName).Uri : container.Uri;
        return new UriBuilder(target) { Query = right.ToSasQueryParameters(key, container.AccountName).ToString() }.Uri;
    }

    private sealed record Key(UserDelegationKey Value, DateTimeOffset ExpiresOn);
}
