using CloudCctv.Contracts.Batches;
using CloudCctv.Imaging;

namespace CloudCctv.Uploader.Capture;

/// <summary>
/// Splits a multipart stream, of a camera or of ffmpeg's <c>mpjpeg</c>, into JPEGs: by their Content-Length where they have
/// one, else at the delimiter. Looking for end markers instead would split pictures that carry a thumbnail.
/// </summary>
/// <param name="input">The stream, at its first byte.</param>
/// <param name="boundary">As the header of the answer has it, if there is one; what the stream itself begins with wins.</param>
internal sealed class MultipartJpegReader(PipeBuffer input, string? boundary = null) : IFrameReader
{
    private const int MaxHeaderLines = 100;

    private PartEnd? partEnd = EndAt(boundary is null ? [] : System.Text.Encoding.Latin1.GetBytes(boundary));
    private bool seenDelimiter;

    public async ValueTask<RawPicture?> ReadAsync(CancellationToken cancellationToken)
    {
        if (await ReadHeaderAsync(cancellationToken) is not { } header || await ReadPictureAsync(header.Bytes, cancellationToken) is not { } data)
        {
            return null;
        }

        if (data.Span.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]))
        {
            return RawPicture.Jpeg(data) with { Time = header.Time };
        }

        data.Dispose();
        throw new InvalidDataException("The stream's pictures are not JPEGs.");
    }

    private async ValueTask<PooledBytes?> ReadPictureAsync(int? length, CancellationToken cancellationToken)
    {
        if (length is not { } bytes)
        {
            return await input.ReadUntilAsync(
                partEnd ?? throw new InvalidDataException("The stream has neither lengths nor a boundary."), BatchLimits.Default.MaxFrameBytes, cancellationToken);
        }

        var data = PooledBytes.Rent(bytes);
        var whole = false;
        try
        {
            whole = await input.ReadBlockAsync(data.Memory, cancellationToken);
            return whole ? data : null;
        }
        finally
        {
            if (!whole)
            {
                data.Dispose();
            }
        }
    }

    /// <returns>The header that ends with the next blank line, or null at the end of the stream.</returns>
    private async ValueTask<PartHeader?> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        var header = default(PartHeader);
        var begun = false;
        for (var lines = 0; lines < MaxHeaderLines; lines++)
        {
            if (await input.ReadLineAsync(cancellationToken) is not { } line)
            {
                return null;
            }

            if (line.IsEmpty && begun)
            {
                return header;
            }

            if (!line.Span.StartsWith("--"u8) && line.Span.Contains((byte)':'))
            {
                (header, begun) = (header.With(line.Span), true);
            }
            else if (!seenDelimiter && !begun && !line.IsEmpty)
            {
                (partEnd, seenDelimiter) = (EndAt(line.Span) ?? partEnd, true);
            }
        }

        throw new InvalidDataException("The stream holds no picture where one was due.");
    }

    private static PartEnd? EndAt(ReadOnlySpan<byte> delimiter) =>
        delimiter.TrimStart((byte)'-').TrimEnd(" \t"u8) is { IsEmpty: false } bare ? new PartEnd(bare.ToArray()) : null;
}
