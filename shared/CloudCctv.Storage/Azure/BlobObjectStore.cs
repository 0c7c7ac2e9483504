using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using CloudCctv.Storage.Link;
using CloudCctv.Storage.Objects;
using ETag = CloudCctv.Storage.Objects.ETag;

namespace CloudCctv.Storage.Azure;

/// <summary>
/// Objects as block blobs in one container. The credential must allow to read as well as to create and write (SAS:
/// <c>rcw</c>, with <c>l</c> for who lists and <c>d</c> for who deletes). How faults are told apart: <see cref="AzureFault"/>.
/// </summary>
internal sealed class BlobObjectStore(BlobContainerClient container, LinkPace? pace = null) : IObjectStore
{
    private readonly BlockSize blockSize = new(pace);

    public Task<PutOutcome> PutNewAsync(ObjectName name, Stream content, CancellationToken cancellationToken) =>
        AzureFault.GuardAsync($"put {name}", () => WriteOf(name).CreateAsync(content, cancellationToken), cancellationToken);

    public Task PutAsync(ObjectName name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        AzureFault.GuardAsync($"put {name}", () => WriteOf(name).ReplaceAsync(content, null, cancellationToken), cancellationToken);

    public Task<bool> TryReplaceAsync(ObjectName name, ReadOnlyMemory<byte> content, ETag ifMatch, CancellationToken cancellationToken) =>
        AzureFault.GuardAsync($"replace {name}", () => WriteOf(name).ReplaceAsync(content, ifMatch, cancellationToken), cancellationToken);

    public Task<StoredObject?> OpenReadAsync(ObjectName name, CancellationToken cancellationToken)
    {
        var action = $"read {name}";
        return FindAsync(action, async () =>
        {
            var (blob, details) = await BlobContent.OpenAsync(container.GetBlobClient(name.Value), cancellationToken);
            var content = new GuardedStream(blob, e => AzureFault.Of(e, action, cancellationToken));
            return new StoredObject(content, PropertiesOf(name, blob.Length, details.ETag, details.LastModified));
        }, cancellationToken);
    }

    public Task<ObjectProperties?> GetPropertiesAsync(ObjectName name, CancellationToken cancellationToken) =>
        FindAsync($"look up {name}", async () =>
        {
            BlobProperties blob = await container.GetBlobClient(name.Value).GetPropertiesAsync(null, cancellationToken);
            return PropertiesOf(name, blob.ContentLength, blob.ETag, blob.LastModified);
        }, cancellationToken);

    public IAsyncEnumerable<ObjectProperties> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        ObjectPrefix.Check(prefix);
        var blobs = container.GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, cancellationToken);
        return AzureFault.GuardAsync($"list '{prefix}'", blobs, cancellationToken).Select(PropertiesOf).OfType<ObjectProperties>();
    }

    public IAsyncEnumerable<string> ListFoldersAsync(string prefix, CancellationToken cancellationToken)
    {
        ObjectPrefix.CheckFolder(prefix);
        var level = container.GetBlobsByHierarchyAsync(BlobTraits.None, BlobStates.None, "/", prefix, cancellationToken);
        return AzureFault.GuardAsync($"list folders of '{prefix}'", level, cancellationToken)
            .Where(item => item.IsPrefix && ObjectName.TryParse(item.Prefix[..^1], out _))
            .Select(item => item.Prefix[prefix.Length..^1])
            // The service sorts with the slash, which puts "a-b/" before "a/". One level fits in memory.
            .Order(StringComparer.Ordinal);
    }

    public Task<bool> DeleteAsync(ObjectName name, CancellationToken cancellationToken) =>
        AzureFault.GuardAsync($"delete {name}", async () =>
        {
            try
            {
                await container.GetBlobClient(name.Value).DeleteAsync(DeleteSnapshotsOption.IncludeSnapshots, null, cancellationToken);
                return true;
            }
            catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.BlobNotFound)
            {
                return false;
            }
        }, cancellationToken);

    public Task<bool> TryDeleteAsync(ObjectName name, ETag ifMatch, CancellationToken cancellationToken) =>
        AzureFault.GuardAsync($"delete {name}", async () =>
        {
            try
            {
                var conditions = new BlobRequestConditions { IfMatch = new global::Azure.ETag($"\"{ifMatch.Value}\"") };
                await container.GetBlobClient(name.Value).DeleteAsync(DeleteSnapshotsOption.IncludeSnapshots, conditions, cancellationToken);
                return true;
            }
            catch (RequestFailedException e) when (e.Status == 412 || e.ErrorCode == BlobErrorCode.BlobNotFound)
            {
                return false;
            }
        }, cancellationToken);

    private static Task<T?> FindAsync<T>(string action, Func<Task<T>> request, CancellationToken cancellationToken)
        where T : class =>
        AzureFault.GuardAsync(action, async () =>
        {
            try
            {
                return await request();
            }
            catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.BlobNotFound)
            {
                return null;
            }
        }, cancellationToken);

    /// <summary>Null for blobs that another tool gave a name no object has.</summary>
    private static ObjectProperties? PropertiesOf(BlobItem blob)
    {
        var found = blob.Properties;
        return ObjectName.TryParse(blob.Name, out var name)
            ? PropertiesOf(name, found.ContentLength ?? 0, found.ETag ?? default, found.LastModified ?? default)
            : null;
    }

    /// <summary>Headers quote ETags, listings do not.</summary>
    internal static ObjectProperties PropertiesOf(ObjectName name, long bytes, global::Azure.ETag etag, DateTimeOffset writtenAt) =>
        new(name, bytes, new ETag(etag.ToString().Trim('"')), writtenAt);

    private BlobWrite WriteOf(ObjectName name) => new(container.GetBlockBlobClient(name.Value), name, blockSize);
}
