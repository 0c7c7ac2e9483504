using System.Buffers;
using System.Security.Cryptography;

namespace CloudCctv.Storage.Dropbox;

/// <summary>
/// Dropbox's own hash of a file: the SHA-256 of the SHA-256s of its blocks of 4 MiB
/// (https://www.dropbox.com/developers/reference/content-hash). Not thread-safe.
/// </summary>
internal sealed class ContentHash : IDisposable
{
    public const int BlockBytes = 4 * 1024 * 1024;

    private const int ChunkBytes = 128 * 1024;

    private readonly IncrementalHash whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash block = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private int inBlock;

    /// <summary>How much was appended.</summary>
    public long Bytes { get; private set; }

    public static string Of(ReadOnlySpan<byte> content)
    {
        using var hash = new ContentHash();
        hash.Append(content);
        return hash.Finish();
    }

    /// <summary>Reads from the current position to the end, and rewinds.</summary>
    public static async Task<(long Bytes, string Hash)> OfAsync(Stream content, CancellationToken cancellationToken)
    {
        var start = content.Position;
        using var hash = new ContentHash();
        var chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            for (int count; (count = await content.ReadAsync(chunk, cancellationToken)) > 0;)
            {
                hash.Append(chunk.AsSpan(0, count));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }

        content.Position = start;
        return (hash.Bytes, hash.Finish());
    }

    public void Append(ReadOnlySpan<byte> content)
    {
        Bytes += content.Length;
        while (!content.IsEmpty)
        {
            var fits = content[..Math.Min(content.Length, BlockBytes - inBlock)];
            block.AppendData(fits);
            inBlock += fits.Length;
            content = content[fits.Length..];
            if (inBlock == BlockBytes)
            {
                EndBlock();
            }
        }
    }

    /// <returns>64 lower-case hexadecimal digits. Nothing may be appended after this.</returns>
    public string Finish()
    {
        if (inBlock > 0)
        {
            EndBlock();
        }

        return Convert.ToHexStringLower(whole.GetHashAndReset());
    }

    public void Dispose()
    {
        whole.Dispose();
        block.Dispose();
    }

    private void EndBlock()
    {
        whole.AppendData(block.GetHashAndReset());
        inBlock = 0;
    }
}
