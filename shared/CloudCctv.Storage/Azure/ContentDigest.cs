using System.Buffers;
using System.Security.Cryptography;

namespace CloudCctv.Storage.Azure;

/// <summary>What is known of content before it is sent.</summary>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its identity, hexadecimal; kept in the blob's metadata.</param>
/// <param name="Md5">What the service answers after it has checked the bytes itself; against damage, not against malice.</param>
internal sealed record ContentDigest(long Bytes, string Sha256, byte[] Md5)
{
    private const int ChunkBytes = 128 * 1024;

    /// <summary>Reads from the current position to the end, and rewinds.</summary>
    public static async Task<ContentDigest> OfAsync(Stream content, CancellationToken cancellationToken)
    {
        var start = content.Position;
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        var chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            for (int count; (count = await content.ReadAsync(chunk, cancellationToken)) > 0;)
            {
                sha256.AppendData(chunk, 0, count);
                md5.AppendData(chunk, 0, count);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }

        var bytes = content.Position - start;
        content.Position = start;
        return new ContentDigest(bytes, Convert.ToHexStringLower(sha256.GetHashAndReset()), md5.GetHashAndReset());
    }
}
