using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using CloudCctv.Storage.Grants;
using CloudCctv.Storage.Objects;
using ETag = CloudCctv.Storage.Objects.ETag;

namespace CloudCctv.Storage.Azure.Lent;

/// <summary>
/// What a device may do: put batches, write its heartbeat, read its settings and which clips are wanted. Anything else throws
/// <see cref="StoreRejectedException"/> here, and would be refused there.
/// <para>
/// The right to create does not show what is there already. Whether a name that is taken holds the same bytes, and whether
/// a large batch was begun before, is looked up with a URL for that one blob, which the device asks for with its key.
/// </para>
/// </summary>
internal sealed class LentObjectStore(LentClients lent) : IObjectStore
{
    public async Task<PutOutcome> PutNewAsync(ObjectName name, Stream content, CancellationToken cancellationToken)
    {
        if (lent.FaultOf(name) is { } fault)
        {
            throw new StoreRejectedException(fault);
        }

        var start = content.Position;
        if (content.Length - start > lent.BlockSize.WholeBytes)
        {
            var own = await lent.OwnBlobAsync(name, cancellationToken);
            return await AzureFault.GuardAsync($"put {name}", () => own.CreateAsync(content, cancellationToken), cancellationToken);
        }

        try
        {
            return await lent.UseAsync($"put {name}", grants =>
                new BlobWrite(lent.ContainerAt(grants.Arrivals).GetBlockBlobClient(name.Value), name, lent.BlockSize).CreateAsync(content, cancellationToken), cancellationToken);
        }
        catch (StoreUnreachableException exception) when (exception.AccessDenied)
        {
            content.Position = start;
            var own = await lent.OwnBlobAsync(name, cancellationToken);
            if (await AzureFault.GuardAsync($"look up {name}", () => own.CompareAsync(content, cancellationToken), cancellationToken) is { } outcome)
            {
                return outcome;
            }

            // Nothing is there: it was not about the name.
            throw;
        }
    }

    public Task PutAsync(ObjectName name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => lent.UseAsync($"put {name}", grants =>
    {
        var blob = Own(grants.Heartbeat, name);
        return new BlobWrite(blob, name, lent.BlockSize).ReplaceAsync(content, null, cancellationToken);
    }, cancellationToken);

    public Task<StoredObject?> OpenReadAsync(ObjectName name, CancellationToken cancellationToken)
    {
        var action = $"read {name}";
        return FindAsync(action, name, async blob =>
        {
            BlobDownloadStreamingResult found = await blob.DownloadStreamingAsync(new BlobDownloadOptions(), cancellationToken);
            var content = new GuardedStream(found.Content, e => AzureFault.Of(e, action, cancellationToken));
            return new StoredObject(content, BlobObjectStore.PropertiesOf(name, found.Details.ContentLength, found.Details.ETag, found.Details.LastModified));
        }, cancellationToken);
    }

    public Task<ObjectProperties?> GetPropertiesAsync(ObjectName name, CancellationToken cancellationToken) => FindAsync($"look up {name}", name, async blob =>
    {
        BlobProperties found = await blob.GetPropertiesAsync(null, cancellationToken);
        return BlobObjectStore.PropertiesOf(name, found.ContentLength, found.ETag, found.LastModified);
    }, cancellationToken);

    public Task<bool> TryReplaceAsync(ObjectName name, ReadOnlyMemory<byte> content, ETag ifMatch, CancellationToken cancellationToken) => throw NotLent("replace", name.Value);

    public IAsyncEnumerable<ObjectProperties> ListAsync(string prefix, CancellationToken cancellationToken) => throw NotLent("list", prefix);

    public IAsyncEnumerable<string> ListFoldersAsync(string prefix, CancellationToken cancellationToken) => throw NotLent("list", prefix);

    public Task<bool> DeleteAsync(ObjectName name, CancellationToken cancellationToken) => throw NotLent("delete", name.Value);

    public Task<bool> TryDeleteAsync(ObjectName name, ETag ifMatch, CancellationToken cancellationToken) => throw NotLent("delete", name.Value);

    private static StoreRejectedException NotLent(string action, string name) => new($"Could not {action} {name}: this device's credentials are not for that.");

    private Task<T?> FindAsync<T>(string action, ObjectName name, Func<BlockBlobClient, Task<T>> read, CancellationToken cancellationToken)
        where T : class => lent.UseAsync(action, async grants =>
        {
            try
            {
                return await read(lent.BlobAt(ReadableAt(grants, name)));
            }
            catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.BlobNotFound)
            {
                return null;
            }
        }, cancellationToken);

    private static Uri ReadableAt(DeviceGrants grants, ObjectName name) =>
        Array.Find([grants.Settings, grants.Signature, grants.ClipWishes], url => url is not null && IsAt(url, name)) ?? throw NotLent("read", name.Value);

    private BlockBlobClient Own(Uri url, ObjectName name) => IsAt(url, name) ? lent.BlobAt(url) : throw NotLent("use", name.Value);

    private static bool IsAt(Uri url, ObjectName name) => url.AbsolutePath.EndsWith($"/{name.Value}", StringComparison.Ordinal);
}
