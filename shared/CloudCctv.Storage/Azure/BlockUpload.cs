using System.Buffers.Binary;
using System.Security.Cryptography;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace CloudCctv.Storage.Azure;

/// <summary>
/// Sends content in blocks that outlive a cut connection. A block's id is its index and the SHA-256 of its bytes, so what
/// the service already holds from an earlier attempt, of this process or another, is known and not sent again. Nothing is
/// visible before all blocks are committed as one blob.
/// </summary>
internal static class BlockUpload
{
    /// <summary>One request at most; within the network time-out of <see cref="AzureClients"/> that needs 84 kbit/s.</summary>
    public const int BlockBytes = 1024 * 1024;

    public static readonly UploadTransferValidationOptions Md5 = new() { ChecksumAlgorithm = StorageChecksumAlgorithm.MD5 };

    public static async Task<BlobContentInfo> SendAsync(
        BlockBlobClient blob, Stream content, CommitBlockListOptions options, CancellationToken cancellationToken)
    {
        var held = await HeldBlocksAsync(blob, cancellationToken);
        var ids = new List<string>();
        var buffer = new byte[BlockBytes];
        for (int count; (count = await content.ReadAtLeastAsync(buffer, BlockBytes, throwOnEndOfStream: false, cancellationToken)) > 0;)
        {
            var id = IdOf(ids.Count, buffer.AsSpan(0, count));
            ids.Add(id);
            if (!held.Contains(id))
            {
                using var block = new MemoryStream(buffer, 0, count, writable: false);
                await blob.StageBlockAsync(id, block, new BlockBlobStageBlockOptions { TransferValidation = Md5 }, cancellationToken);
            }
        }

        return await blob.CommitBlockListAsync(ids, options, cancellationToken);
    }

    private static async Task<HashSet<string>> HeldBlocksAsync(BlockBlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            var list = await blob.GetBlockListAsync(BlockListTypes.Uncommitted, null, null, cancellationToken);
            return [.. list.Value.UncommittedBlocks.Select(block => block.Name)];
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            return [];
        }
    }

    private static string IdOf(int index, ReadOnlySpan<byte> block)
    {
        Span<byte> id = stackalloc byte[sizeof(int) + SHA256.HashSizeInBytes];
        BinaryPrimitives.WriteInt32BigEndian(id, index);
        SHA256.HashData(block, id[sizeof(int)..]);
        return Convert.ToBase64String(id);
    }
}
