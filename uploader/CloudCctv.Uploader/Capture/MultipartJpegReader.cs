using System.Buffers.Text;
using CloudCctv.Contracts.Batches;
using CloudCctv.Imaging;

namespace CloudCctv.Uploader.Capture;

/// <summary>
/// Splits ffmpeg's <c>mpjpeg</c> output into JPEGs by their Content-length. Looking for end markers instead would split
/// pictures that carry a thumbnail.
/// </summary>
internal sealed class MultipartJpegReader(Stream stream) : IFrameReader
{
    private static readonly int MaxJpegBytes = BatchLimits.Default.MaxFrameBytes;

    private readonly PipeBuffer input = new(stream);

    public async ValueTask<RawPicture?> ReadAsync(CancellationToken cancellationToken)
    {
        if (await ReadHeaderAsync(cancellationToken) is not { } length)
        {
            return null;
        }

        var data = PooledBytes.Rent(length);
        try
        {
            if (!await input.ReadBlockAsync(data.Memory, cancellationToken))
            {
                data.Dispose();
                return null;
            }

            return data.Span.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8])
                ? new RawPicture(data, FrameFormat.Jpeg, 0, 0, true)
                : throw new InvalidDataException("The stream's pictures are not JPEGs.");
        }
        catch
        {
            data.Dispose();
            throw;
        }
    }

    /// <returns>The length of the picture that follows the blank line, or null at the end of the stream.</returns>
    private async ValueTask<int?> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        int? length = null;
        while (await input.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.IsEmpty && length is not null)
            {
                return length;
            }

            length = ContentLength(line.Span) ?? length;
        }

        return null;
    }

    private static int? ContentLength(ReadOnlySpan<byte> line)
    {
        var name = "Content-length:"u8;
        if (!line.StartsWith(name))
        {
            return null;
        }

        return Utf8Parser.TryParse(line[name.Length..].TrimStart((byte)' '), out int length, out _) && length > 0 && length <= MaxJpegBytes
            ? length
            : throw new InvalidDataException("The stream announces a picture of an impossible length.");
    }
}
