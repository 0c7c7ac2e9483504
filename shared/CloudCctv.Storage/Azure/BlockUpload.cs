using System.Buffers.Binary;
using System.Security.Cryptography;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using CloudCctv.Storage.Link;

namespace CloudCctv.Storage.Azure;

/// <summary>
/// Sends content in blocks that outlive a cut connection. A block's id is its place and the SHA-256 of its bytes, so what
/// the service already holds from an earlier attempt, of this process or another and in blocks of whatever size, is known
/// and not sent again. Nothing is visible before all blocks are committed as one blob.
/// </summary>
internal sealed class BlockUpload(BlockBlobClient blob, BlockSize size)
{
    public static readonly UploadTransferValidationOptions Md5 = new() { ChecksumAlgorithm = StorageChecksumAlgorithm.MD5 };

    private static readonly TimeSpan AfterCut = TimeSpan.FromMilliseconds(200);

    private readonly byte[] buffer = new byte[BlockSize.LargestBytes];
    private int cutsInARow;

    public async Task<BlobContentInfo> SendAsync(Stream content, CommitBlockListOptions options, CancellationToken cancellationToken)
    {
        var start = content.Position;
        var held = await HeldBlocksAsync(cancellationToken);
        var ids = new List<string>();
        while (await NextAsync(content, content.Position - start, held, cancellationToken) is { } block)
        {
            if (block.IsHeld || await TryStageAsync(block, cancellationToken))
            {
                ids.Add(block.Id);
            }
            else
            {
                // The same place again, in a smaller block.
                content.Position -= block.Bytes;
            }
        }

        return await blob.CommitBlockListAsync(ids, options, cancellationToken);
    }

    /// <summary>Reads what comes next into the buffer: a block that the service holds, if there is one, else as much as may be sent at once.</summary>
    /// <returns>Null at the end.</returns>
    private async Task<Block?> NextAsync(Stream content, long offset, ILookup<long, HeldBlock> held, CancellationToken cancellationToken)
    {
        foreach (var candidate in held[offset])
        {
            var count = await ReadAsync(content, candidate.Bytes, cancellationToken);
            if (IdOf(offset, buffer.AsSpan(0, count)) == candidate.Id)
            {
                return new Block(candidate.Id, count, IsHeld: true);
            }

            content.Position -= count;
        }

        // Up to the next one that is held at most.
        var room = held.Where(blocks => blocks.Key > offset).Select(blocks => blocks.Key - offset).Append(size.Bytes).Min();
        var bytes = await ReadAsync(content, (int)Math.Min(room, size.Bytes), cancellationToken);
        return bytes > 0 ? new Block(IdOf(offset, buffer.AsSpan(0, bytes)), bytes, IsHeld: false) : null;
    }

    private Task<int> ReadAsync(Stream content, int bytes, CancellationToken cancellationToken) =>
        content.ReadAtLeastAsync(buffer.AsMemory(0, bytes), bytes, throwOnEndOfStream: false, cancellationToken).AsTask();

    /// <returns>False if the connection was lost for the first time since a block got through.</returns>
    private async Task<bool> TryStageAsync(Block block, CancellationToken cancellationToken)
    {
        try
        {
            using var bytes = new MemoryStream(buffer, 0, block.Bytes, writable: false);
            await blob.StageBlockAsync(block.Id, bytes, new BlockBlobStageBlockOptions { TransferValidation = Md5 }, cancellationToken);
            size.Sent();
            cutsInARow = 0;
            return true;
        }
        catch (Exception exception) when (AzureFault.IsCut(exception, cancellationToken))
        {
            size.Cut();
            if (++cutsInARow > 1)
            {
                throw;
            }

            await Task.Delay(AfterCut, TimeProvider.System, cancellationToken);
            return false;
        }
    }

    private async Task<ILookup<long, HeldBlock>> HeldBlocksAsync(CancellationToken cancellationToken)
    {
        IEnumerable<BlobBlock> blocks = [];
        try
        {
            BlockList list = await blob.GetBlockListAsync(BlockListTypes.Uncommitted, null, null, cancellationToken);
            blocks = list.UncommittedBlocks;
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.BlobNotFound)
        {
        }

        return blocks.Where(block => block.SizeLong is > 0 and <= BlockSize.LargestBytes)
            .ToLookup(block => OffsetOf(block.Name), block => new HeldBlock(block.Name, (int)block.SizeLong));
    }

    // All ids of one blob must have the same length.
    private static string IdOf(long offset, ReadOnlySpan<byte> block)
    {
        Span<byte> id = stackalloc byte[sizeof(int) + SHA256.HashSizeInBytes];
        BinaryPrimitives.WriteInt32BigEndian(id, checked((int)(offset / BlockSize.UnitBytes)));
        SHA256.HashData(block, id[sizeof(int)..]);
        return Convert.ToBase64String(id);
    }

    /// <summary>-1 if another tool gave it its name.</summary>
    private static long OffsetOf(string id)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int) + SHA256.HashSizeInBytes];
        return Convert.TryFromBase64String(id, bytes, out var count) && count == bytes.Length
            ? BinaryPrimitives.ReadInt32BigEndian(bytes) * (long)BlockSize.UnitBytes
            : -1;
    }

    private sealed record Block(string Id, int Bytes, bool IsHeld);

    private readonly record struct HeldBlock(string Id, int Bytes);
}
