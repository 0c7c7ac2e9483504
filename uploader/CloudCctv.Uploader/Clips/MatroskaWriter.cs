using System.Buffers.Binary;
using System.Text;

namespace CloudCctv.Uploader.Clips;

/// <summary>
/// Writes JPEGs with the times they were taken at as a Matroska stream (RFC 9559), which is how a pipe to ffmpeg carries
/// pictures that are not evenly far apart. Each frame is a cluster of its own, so that nothing waits to be written. Not
/// thread-safe; the caller owns the stream.
/// </summary>
internal sealed class MatroskaWriter(Stream output)
{
    private const ulong UnknownSize = 0x01FF_FFFF_FFFF_FFFF;

    /// <summary>Once, before the first frame.</summary>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="cancellationToken">Stops writing.</param>
    public ValueTask WriteHeaderAsync(int width, int height, CancellationToken cancellationToken)
    {
        byte[] video = [.. Number(0xB0, width), .. Number(0xBA, height)];
        byte[] track = [.. Number(0xD7, 1), .. Number(0x73C5, 1), .. Number(0x83, 1), .. Number(0x9C, 0), .. Text(0x86, "V_MJPEG"), .. Element(0xE0, video)];
        byte[] info = [.. Number(0x2AD7B1, 1_000_000), .. Text(0x4D80, "CloudCctv"), .. Text(0x5741, "CloudCctv")];
        byte[] header =
        [
            .. Element(0x1A45DFA3, [.. Number(0x4286, 1), .. Number(0x42F7, 1), .. Number(0x42F2, 4), .. Number(0x42F3, 8), .. Text(0x4282, "matroska"), .. Number(0x4287, 4), .. Number(0x4285, 2)]),
            .. Bytes(0x18538067), .. Bytes(UnknownSize),
            .. Element(0x1549A966, info),
            .. Element(0x1654AE6B, Element(0xAE, track)),
        ];
        return output.WriteAsync(header, cancellationToken);
    }

    /// <param name="jpeg">The file.</param>
    /// <param name="time">Since the first frame, whole milliseconds; greater than that of the frame before.</param>
    /// <param name="cancellationToken">Stops writing.</param>
    public async ValueTask WriteFrameAsync(ReadOnlyMemory<byte> jpeg, TimeSpan time, CancellationToken cancellationToken)
    {
        // Track 1, 0 ms after its cluster, a key frame.
        byte[] block = [0x81, 0, 0, 0x80];
        byte[] blockHead = [.. Bytes(0xA3), .. Size(block.Length + jpeg.Length), .. block];
        byte[] timestamp = Number(0xE7, (long)time.TotalMilliseconds);
        byte[] head = [.. Bytes(0x1F43B675), .. Size(timestamp.Length + blockHead.Length + jpeg.Length), .. timestamp, .. blockHead];
        await output.WriteAsync(head, cancellationToken);
        await output.WriteAsync(jpeg, cancellationToken);
        await output.FlushAsync(cancellationToken);
    }

    private static byte[] Element(ulong id, byte[] content) => [.. Bytes(id), .. Size(content.Length), .. content];

    private static byte[] Text(ulong id, string ascii) => Element(id, Encoding.ASCII.GetBytes(ascii));

    private static byte[] Number(ulong id, long value) => Element(id, value == 0 ? [0] : Bytes((ulong)value));

    // Always eight bytes long: 1 in the first, the length in the other seven.
    private static byte[] Size(long length) => Bytes(0x0100_0000_0000_0000 | (ulong)length);

    // Big-endian, without leading zeros.
    private static byte[] Bytes(ulong value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return [.. bytes.SkipWhile(part => part == 0)];
    }
}
