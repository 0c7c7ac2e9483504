using System.Buffers;
using CloudCctv.Imaging;

namespace CloudCctv.Uploader.Capture;

/// <summary>
/// Reads lines and blocks from a child's output or a connection. Lines come out of a small buffer; a block goes straight into
/// the caller's memory, so that a picture is copied once.
/// </summary>
internal sealed class PipeBuffer(Stream stream)
{
    public const int MaxLineBytes = 4096;

    private readonly byte[] buffer = new byte[64 * 1024];
    private int start;
    private int end;

    // How long the last picture of unknown length was: the next one is about as long.
    private int likelyBytes = 64 * 1024;

    /// <summary>What comes next, without taking it; empty at the end of the stream.</summary>
    /// <param name="bytes">At least so many, unless the stream ends before.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    public async ValueTask<ReadOnlyMemory<byte>> PeekAsync(int bytes, CancellationToken cancellationToken)
    {
        while (end - start < bytes && await FillAsync(cancellationToken))
        {
        }

        return buffer.AsMemory(start, end - start);
    }

    /// <summary>The next line without its line end, valid until the next call; null at the end of the stream.</summary>
    /// <exception cref="InvalidDataException">No line end within <see cref="MaxLineBytes"/>.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var newline = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                var line = buffer.AsMemory(start, newline);
                start += newline + 1;
                return line.Length > 0 && line.Span[^1] == '\r' ? line[..^1] : line;
            }

            if (end - start > MaxLineBytes)
            {
                throw new InvalidDataException("The stream holds no line where one was due.");
            }

            if (!await FillAsync(cancellationToken))
            {
                return null;
            }
        }
    }

    /// <returns>False if the stream ended before the block was full.</returns>
    public async ValueTask<bool> ReadBlockAsync(Memory<byte> block, CancellationToken cancellationToken)
    {
        var buffered = Math.Min(block.Length, end - start);
        buffer.AsMemory(start, buffered).CopyTo(block);
        start += buffered;
        var rest = block[buffered..];
        return await stream.ReadAtLeastAsync(rest, rest.Length, throwOnEndOfStream: false, cancellationToken) == rest.Length;
    }

    /// <summary>Reads a block whose end shows only in what follows it.</summary>
    /// <param name="blockEnd">Looks at each byte once.</param>
    /// <param name="maxBytes">A longer block is refused.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>Null if the stream ended before.</returns>
    /// <exception cref="InvalidDataException">The block is longer.</exception>
    public async ValueTask<PooledBytes?> ReadUntilAsync(IBlockEnd blockEnd, int maxBytes, CancellationToken cancellationToken)
    {
        var block = ArrayPool<byte>.Shared.Rent(likelyBytes);
        var length = 0;
        try
        {
            while (start < end || await FillAsync(cancellationToken))
            {
                var fresh = Math.Min(end - start, block.Length - length);
                buffer.AsSpan(start, fresh).CopyTo(block.AsSpan(length));
                if (blockEnd.Find(block.AsSpan(0, length + fresh), length) is { } found)
                {
                    start += found.Next - length;
                    likelyBytes = found.Length + (found.Length / 4) + 1;
                    var whole = new PooledBytes(block, found.Length);
                    block = [];
                    return whole;
                }

                start += fresh;
                length += fresh;
                block = length < block.Length ? block : Grow(block, maxBytes);
            }

            return null;
        }
        finally
        {
            if (block.Length > 0)
            {
                ArrayPool<byte>.Shared.Return(block);
            }
        }
    }

    private static byte[] Grow(byte[] full, int maxBytes)
    {
        if (full.Length >= maxBytes)
        {
            throw new InvalidDataException($"The stream holds a picture of more than {maxBytes} bytes.");
        }

        var larger = ArrayPool<byte>.Shared.Rent(full.Length * 2);
        full.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        (start, end) = (0, end - start);
        var read = await stream.ReadAsync(buffer.AsMemory(end), cancellationToken);
        end += read;
        return read > 0;
    }
}

/// <summary>Knows where a block ends.</summary>
internal interface IBlockEnd
{
    /// <param name="block">All of the block so far, and perhaps what follows it.</param>
    /// <param name="seen">How much of it the call before has looked at; 0 begins a new block.</param>
    /// <returns>Null if the end is not in there; else the block's length and where what follows goes on, at or after <paramref name="seen"/>.</returns>
    (int Length, int Next)? Find(ReadOnlySpan<byte> block, int seen);
}
