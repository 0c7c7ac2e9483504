using Azure;
using Azure.Storage;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using CloudCctv.Storage.Link;
using CloudCctv.Storage.Objects;
using ETag = CloudCctv.Storage.Objects.ETag;

namespace CloudCctv.Storage.Azure;

/// <summary>
/// One write to one blob, which stays right when an answer is lost: the blob's metadata carries the SHA-256 of its content,
/// so that a repeated put is recognised, and a number for the write, so that a repeated replacement is. The length is the
/// blob's own. The service checks every request's bytes against their MD5 before it confirms them.
/// </summary>
internal sealed class BlobWrite(BlockBlobClient blob, ObjectName name, BlockSize blockSize)
{
    private const string Sha256Key = "sha256";
    private const string WriteKey = "write";

    /// <summary>Content held in memory goes in one request up to this size.</summary>
    private const int MaxWholeBytes = 64 * 1024 * 1024;

    private readonly string write = Guid.NewGuid().ToString("N");

    public async Task<PutOutcome> CreateAsync(Stream content, CancellationToken cancellationToken)
    {
        var start = content.Position;
        var digest = await ContentDigest.OfAsync(content, cancellationToken);
        try
        {
            if (digest.Bytes <= blockSize.WholeBytes)
            {
                return await CreateWholeAsync(content, digest, cancellationToken);
            }

            // A question first: an earlier put may have got through, and this one is megabytes.
            return await CompareAsync(content, digest, cancellationToken) ?? await CreateByBlocksAsync(content, digest, cancellationToken);
        }
        catch (Exception e) when (digest.Bytes <= blockSize.WholeBytes && AzureFault.IsCut(e, cancellationToken))
        {
            // What does not get through in one piece may in several.
            blockSize.Cut();
            throw;
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412)
        {
            content.Position = start;
            if (await CompareAsync(content, digest, cancellationToken) is { } outcome)
            {
                return outcome;
            }

            // Refused, yet nothing is there: it was not about the name.
            throw;
        }
    }

    /// <param name="content">All of it.</param>
    /// <param name="ifMatch">Null to replace whatever is there.</param>
    /// <param name="cancellationToken">Abandons the write.</param>
    public async Task<bool> ReplaceAsync(ReadOnlyMemory<byte> content, ETag? ifMatch, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream(content.ToArray(), writable: false);
        var digest = await ContentDigest.OfAsync(stream, cancellationToken);
        var conditions = ifMatch is { } version ? new BlobRequestConditions { IfMatch = new global::Azure.ETag($"\"{version.Value}\"") } : null;
        try
        {
            await blob.UploadAsync(stream, Whole(digest, conditions), cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (ifMatch is not null && (e.Status == 412 || e.ErrorCode == BlobErrorCode.BlobNotFound))
        {
            // The first try may have been taken and only its answer lost; its retry then fails the condition.
            var there = await FindAsync(cancellationToken);
            return there is not null && there.Metadata.TryGetValue(WriteKey, out var last) && last == write;
        }
    }

    private async Task<PutOutcome> CreateWholeAsync(Stream content, ContentDigest digest, CancellationToken cancellationToken)
    {
        var options = Whole(digest, new BlobRequestConditions { IfNoneMatch = global::Azure.ETag.All });
        BlobContentInfo answer = await blob.UploadAsync(content, options, cancellationToken);

        // An answer that does not repeat the hash did not come from the service, whatever its status.
        return digest.Md5.AsSpan().SequenceEqual(answer.ContentHash) ? PutOutcome.Created : throw Unconfirmed();
    }

    private async Task<PutOutcome> CreateByBlocksAsync(Stream content, ContentDigest digest, CancellationToken cancellationToken)
    {
        var options = new CommitBlockListOptions
        {
            Metadata = MetadataOf(digest),
            HttpHeaders = new BlobHttpHeaders { ContentHash = digest.Md5 },
            Conditions = new BlobRequestConditions { IfNoneMatch = global::Azure.ETag.All },
        };
        var answer = await new BlockUpload(blob, blockSize).SendAsync(content, options, cancellationToken);
        return answer.ETag != default ? PutOutcome.Created : throw Unconfirmed();
    }

    /// <summary>What a put of this content would come to, if the name is taken.</summary>
    /// <returns>Null if there is no such blob.</returns>
    public async Task<PutOutcome?> CompareAsync(Stream content, CancellationToken cancellationToken) =>
        await CompareAsync(content, await ContentDigest.OfAsync(content, cancellationToken), cancellationToken);

    /// <summary>Null if there is no such blob.</summary>
    private async Task<PutOutcome?> CompareAsync(Stream content, ContentDigest digest, CancellationToken cancellationToken)
    {
        if (await FindAsync(cancellationToken) is not { } there)
        {
            return null;
        }

        var equal = there.ContentLength == digest.Bytes && (there.Metadata.TryGetValue(Sha256Key, out var sha256)
            ? sha256 == digest.Sha256
            : await EqualsAsync(content, cancellationToken));
        return equal ? PutOutcome.AlreadyThere : PutOutcome.Conflict;
    }

    /// <summary>For a blob that another tool has put: it lacks our metadata.</summary>
    private async Task<bool> EqualsAsync(Stream content, CancellationToken cancellationToken)
    {
        BlobDownloadStreamingResult there = await blob.DownloadStreamingAsync(new BlobDownloadOptions(), cancellationToken);
        await using var bytes = there.Content;
        return await ContentComparison.AreEqualAsync(bytes, content, cancellationToken);
    }

    private async Task<BlobProperties?> FindAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await blob.GetPropertiesAsync(null, cancellationToken);
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            return null;
        }
    }

    private BlobUploadOptions Whole(ContentDigest digest, BlobRequestConditions? conditions) => new()
    {
        Metadata = MetadataOf(digest),
        Conditions = conditions,
        TransferValidation = BlockUpload.Md5,
        TransferOptions = new StorageTransferOptions { InitialTransferSize = MaxWholeBytes },
    };

    private Dictionary<string, string> MetadataOf(ContentDigest digest) => new() { [Sha256Key] = digest.Sha256, [WriteKey] = write };

    private StoreUnreachableException Unconfirmed() =>
        new($"Could not put {name}: the answer does not confirm that the service holds it.");
}
