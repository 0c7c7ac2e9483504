using Azure;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using CloudCctv.Storage.Objects;
using ETag = CloudCctv.Storage.Objects.ETag;

namespace CloudCctv.Storage.Azure;

/// <summary>
/// Objects as block blobs in one container. Every blob carries the SHA-256 of its content as metadata, so that a put whose
/// answer was lost is recognised. The credential must allow to read as well as to create and write (SAS: <c>rcwl</c>, and
/// <c>d</c> for who deletes). How faults are told apart: <see cref="AzureFault"/>.
/// </summary>
internal sealed class BlobObjectStore(BlobContainerClient container) : IObjectStore
{
    private const string Sha256Key = "sha256";

    /// <summary>Differs with every write, so that a replacement whose answer was lost is recognised as ours.</summary>
    private const string WriteKey = "write";

    /// <summary>Content held in memory goes in one request up to this size.</summary>
    private const int MaxWholeBytes = 64 * 1024 * 1024;

    public Task<PutOutcome> PutNewAsync(ObjectName name, Stream content, CancellationToken cancellationToken) => GuardAsync($"put {name}", async () =>
    {
        var blob = container.GetBlockBlobClient(name.Value);
        var digest = await ContentDigest.OfAsync(content, cancellationToken);
        var start = content.Position;
        try
        {
            if (digest.Bytes <= BlockUpload.BlockBytes)
            {
                await PutWholeAsync(blob, content, digest, cancellationToken);
                return PutOutcome.Created;
            }

            // A question first: an earlier put may have got through, and this one is megabytes.
            return await CompareAsync(blob, content, digest, cancellationToken) ?? await PutBlocksAsync(blob, content, digest, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412)
        {
            content.Position = start;
            return await CompareAsync(blob, content, digest, cancellationToken)
                ?? throw new StoreUnreachableException($"Could not put {name}: the service answered {e.Status} {e.ErrorCode}, yet nothing is there.");
        }
    }, cancellationToken);

    public Task PutAsync(ObjectName name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        WriteAsync(name, content, ifMatch: null, cancellationToken);

    public Task<bool> TryReplaceAsync(ObjectName name, ReadOnlyMemory<byte> content, ETag ifMatch, CancellationToken cancellationToken) =>
        WriteAsync(name, content, ifMatch, cancellationToken);

    public Task<StoredObject?> OpenReadAsync(ObjectName name, CancellationToken cancellationToken) => FindAsync($"read {name}", async () =>
    {
        BlobDownloadStreamingResult blob = await container.GetBlobClient(name.Value).DownloadStreamingAsync(new BlobDownloadOptions(), cancellationToken);
        var content = new GuardedStream(blob.Content, e => AzureFault.Of(e, $"read {name}", cancellationToken));
        return new StoredObject(content, PropertiesOf(name, blob.Details.ContentLength, blob.Details.ETag, blob.Details.LastModified));
    }, cancellationToken);

    public Task<ObjectProperties?> GetPropertiesAsync(ObjectName name, CancellationToken cancellationToken) => FindAsync($"look up {name}", async () =>
    {
        BlobProperties blob = await container.GetBlobClient(name.Value).GetPropertiesAsync(null, cancellationToken);
        return PropertiesOf(name, blob.ContentLength, blob.ETag, blob.LastModified);
    }, cancellationToken);

    public IAsyncEnumerable<ObjectProperties> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        ObjectPrefix.Check(prefix);
        var blobs = container.GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, cancellationToken);
        return AzureFault.GuardAsync($"list '{prefix}'", blobs, cancellationToken)
            .Select(blob => ObjectName.TryParse(blob.Name, out var name)
                ? PropertiesOf(name, blob.Properties.ContentLength ?? 0, blob.Properties.ETag ?? default, blob.Properties.LastModified ?? default)
                : null)
            .OfType<ObjectProperties>();
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

    public Task<bool> DeleteAsync(ObjectName name, CancellationToken cancellationToken) => GuardAsync($"delete {name}", async () =>
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

    private static Task<T> GuardAsync<T>(string action, Func<Task<T>> request, CancellationToken cancellationToken) =>
        AzureFault.GuardAsync(action, request, cancellationToken);

    private static Task<T?> FindAsync<T>(string action, Func<Task<T>> request, CancellationToken cancellationToken)
        where T : class => GuardAsync(action, async () =>
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

    private static ObjectProperties PropertiesOf(ObjectName name, long bytes, global::Azure.ETag etag, DateTimeOffset writtenAt) =>
        new(name, bytes, new ETag(etag.ToString()), writtenAt);

    private static Dictionary<string, string> MetadataOf(ContentDigest digest) => new()
    {
        [Sha256Key] = digest.Sha256,
        [WriteKey] = Guid.NewGuid().ToString("N"),
    };

    private static async Task PutWholeAsync(BlockBlobClient blob, Stream content, ContentDigest digest, CancellationToken cancellationToken)
    {
        var options = WholeBlob(MetadataOf(digest), new BlobRequestConditions { IfNoneMatch = global::Azure.ETag.All });
        BlobContentInfo answer = await blob.UploadAsync(content, options, cancellationToken);
        Confirm(blob, answer, digest);
    }

    private static async Task<PutOutcome> PutBlocksAsync(BlockBlobClient blob, Stream content, ContentDigest digest, CancellationToken cancellationToken)
    {
        var options = new CommitBlockListOptions
        {
            Metadata = MetadataOf(digest),
            HttpHeaders = new BlobHttpHeaders { ContentHash = digest.Md5 },
            Conditions = new BlobRequestConditions { IfNoneMatch = global::Azure.ETag.All },
        };
        var answer = await BlockUpload.SendAsync(blob, content, options, cancellationToken);
        return answer.ETag != default ? PutOutcome.Created : throw Unconfirmed(blob);
    }

    /// <summary>Null if there is no such blob.</summary>
    private static async Task<PutOutcome?> CompareAsync(BlockBlobClient blob, Stream content, ContentDigest digest, CancellationToken cancellationToken)
    {
        try
        {
            BlobProperties there = await blob.GetPropertiesAsync(null, cancellationToken);
            var equal = there.ContentLength == digest.Bytes && (there.Metadata.TryGetValue(Sha256Key, out var sha256)
                ? sha256 == digest.Sha256
                : await EqualsAsync(blob, content, cancellationToken));
            return equal ? PutOutcome.AlreadyThere : PutOutcome.Conflict;
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            return null;
        }
    }

    /// <summary>For blobs that somebody else's tool has put: they lack our metadata.</summary>
    private static async Task<bool> EqualsAsync(BlockBlobClient blob, Stream content, CancellationToken cancellationToken)
    {
        BlobDownloadStreamingResult there = await blob.DownloadStreamingAsync(new BlobDownloadOptions(), cancellationToken);
        await using var bytes = there.Content;
        return await ContentComparison.AreEqualAsync(bytes, content, cancellationToken);
    }

    private Task<bool> WriteAsync(ObjectName name, ReadOnlyMemory<byte> content, ETag? ifMatch, CancellationToken cancellationToken) => GuardAsync($"write {name}", async () =>
    {
        var blob = container.GetBlockBlobClient(name.Value);
        using var stream = new MemoryStream(content.ToArray(), writable: false);
        var metadata = MetadataOf(await ContentDigest.OfAsync(stream, cancellationToken));
        var conditions = ifMatch is { } version ? new BlobRequestConditions { IfMatch = new global::Azure.ETag(version.Value ?? "none") } : null;
        try
        {
            await blob.UploadAsync(stream, WholeBlob(metadata, conditions), cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (ifMatch is not null && (e.Status == 412 || e.ErrorCode == BlobErrorCode.BlobNotFound))
        {
            return await IsOursAsync(blob, metadata[WriteKey], cancellationToken);
        }
    }, cancellationToken);

    /// <summary>The first try may have been taken and only its answer lost; the SDK's retry then fails the condition.</summary>
    private static async Task<bool> IsOursAsync(BlockBlobClient blob, string write, CancellationToken cancellationToken)
    {
        try
        {
            BlobProperties there = await blob.GetPropertiesAsync(null, cancellationToken);
            return there.Metadata.TryGetValue(WriteKey, out var last) && last == write;
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            return false;
        }
    }

    private static BlobUploadOptions WholeBlob(Dictionary<string, string> metadata, BlobRequestConditions? conditions) => new()
    {
        Metadata = metadata,
        Conditions = conditions,
        TransferValidation = BlockUpload.Md5,
        TransferOptions = new StorageTransferOptions { InitialTransferSize = MaxWholeBytes },
    };

    /// <summary>An answer that does not repeat the hash did not come from the service, whatever its status.</summary>
    private static void Confirm(BlockBlobClient blob, BlobContentInfo answer, ContentDigest digest)
    {
        if (!digest.Md5.AsSpan().SequenceEqual(answer.ContentHash))
        {
            throw Unconfirmed(blob);
        }
    }

    private static StoreUnreachableException Unconfirmed(BlockBlobClient blob) =>
        new($"Could not put {blob.Name}: the answer does not confirm that the service holds it.");
}
