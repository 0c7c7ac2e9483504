using System.Buffers.Binary;

namespace CloudCctv.Imaging.Jpeg;

/// <summary>The frame header of a JPEG (ITU-T T.81, B.2.2), of the kinds that cameras make.</summary>
/// <param name="Width">Pixels, at least 1.</param>
/// <param name="Height">Pixels, at least 1.</param>
/// <param name="Components">1 for grey, 3 for colour.</param>
/// <param name="IsProgressive">In several scans by nature.</param>
internal readonly record struct JpegFrameHeader(int Width, int Height, int Components, bool IsProgressive)
{
    private const byte Baseline = 0xC0, Extended = 0xC1, Progressive = 0xC2;

    private const int BytesBeforeComponents = 6, BytesPerComponent = 3;

    public long Pixels => (long)Width * Height;

    /// <summary>
    /// A block of 64 pixels has a code of at least one bit for its mean and, unless progressive, one for its rest; so eight, or
    /// four, blocks to the byte are the most there can be.
    /// </summary>
    public int MostPixelsPerByte => 64 * (IsProgressive ? 8 : 4);

    /// <exception cref="JpegException">Another kind, or a header that cannot be.</exception>
    public static JpegFrameHeader Read(byte marker, ReadOnlySpan<byte> segment)
    {
        if (marker is not (Baseline or Extended or Progressive))
        {
            throw new JpegException($"JPEG of a kind that no camera makes (FF {marker:X2}: arithmetic, lossless or hierarchical).", JpegFault.Unsupported);
        }

        if (segment.Length < BytesBeforeComponents || segment.Length != BytesBeforeComponents + (segment[5] * BytesPerComponent))
        {
            throw new JpegException("Not a readable JPEG: its frame header has a wrong length.");
        }

        int bits = segment[0], components = segment[5];
        if (bits != 8 || components is not (1 or 3))
        {
            throw new JpegException($"JPEG of {bits} bits in {components} components; only grey and colour of 8 bits are decoded.", JpegFault.Unsupported);
        }

        var header = new JpegFrameHeader(
            BinaryPrimitives.ReadUInt16BigEndian(segment[3..]), BinaryPrimitives.ReadUInt16BigEndian(segment[1..]), components, marker == Progressive);
        return header.Pixels > 0 ? header : throw new JpegException($"JPEG of {header.Width}×{header.Height} pixels.");
    }
}
