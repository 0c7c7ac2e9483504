namespace CloudCctv.Uploader.Capture;

/// <summary>
/// Reads lines and blocks from a child's output. Lines come out of a small buffer; a block goes straight into the caller's
/// memory, so that a picture is copied once.
/// </summary>
internal sealed class PipeBuffer(Stream stream)
{
    public const int MaxLineBytes = 4096;

    private readonly byte[] buffer = new byte[64 * 1024];
    private int start;
    private int end;

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

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        (start, end) = (0, end - start);
        var read = await stream.ReadAsync(buffer.AsMemory(end), cancellationToken);
        end += read;
        return read > 0;
    }
}
