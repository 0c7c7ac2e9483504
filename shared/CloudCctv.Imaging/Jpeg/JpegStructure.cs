using System.Buffers.Binary;

namespace CloudCctv.Imaging.Jpeg;

/// <summary>
/// Walks the markers of a JPEG (ITU-T T.81, annex B) as libjpeg does, and refuses what must not reach the native decoder:
/// too many pixels or scans, kinds of JPEG that no camera makes, headers that break off. Allocates nothing. Of an ordinary
/// picture only the header is read; of one in several scans all bytes, to count them.
/// </summary>
internal ref struct JpegStructure
{
    private const byte StartOfImage = 0xD8, EndOfImage = 0xD9, StartOfScan = 0xDA;

    private readonly ReadOnlySpan<byte> jpeg;
    private readonly JpegLimits limits;
    private int position = 2;
    private int scans;
    private JpegFrameHeader? frame;

    private JpegStructure(ReadOnlySpan<byte> jpeg, JpegLimits limits)
    {
        this.jpeg = jpeg;
        this.limits = limits;
    }

    /// <returns>Width and height as the header has them, both at least 1 and within the limits.</returns>
    /// <exception cref="JpegException">See <see cref="JpegFault"/>.</exception>
    public static JpegHeader Check(ReadOnlySpan<byte> jpeg, JpegLimits limits)
    {
        // The native parser reads on past stray bytes in search of a marker; a picture of ours starts with one.
        if (jpeg.Length < 4 || jpeg[0] != 0xFF || jpeg[1] != StartOfImage)
        {
            throw new JpegException($"Not a JPEG: {jpeg.Length} bytes that do not start with FF D8.");
        }

        return new JpegStructure(jpeg, limits).Walk();
    }

    /// <summary>Whether the end is missing. Cameras pad their pictures after the end marker; a few bytes of that are common.</summary>
    public static bool IsCutOff(ReadOnlySpan<byte> jpeg)
    {
        ReadOnlySpan<byte> endOfImage = [0xFF, EndOfImage];
        var end = jpeg.LastIndexOf(endOfImage);
        return end < 0 || end < jpeg.Length - 64;
    }

    private JpegHeader Walk()
    {
        while (NextMarker() is { } marker && marker != EndOfImage)
        {
            if (marker is 0x01 or (>= 0xD0 and <= 0xD7))
            {
                // Restarts and one old marker have nothing behind them.
                continue;
            }

            var segment = Segment(marker);
            if (IsFrameHeader(marker))
            {
                frame = frame is null ? ReadFrame(marker, segment) : throw new JpegException("Not a readable JPEG: it has two frame headers.");
            }
            else if (marker == StartOfScan && IsLastScan(segment))
            {
                break;
            }
        }

        return frame is { } found && scans > 0
            ? Sized(found)
            : throw new JpegException("Not a readable JPEG: it ends before its picture begins.");
    }

    // Without it, two kilobytes with an end marker could claim forty megapixels, and would be decoded to as many grey ones.
    private readonly JpegHeader Sized(JpegFrameHeader header) => header.Pixels <= header.MostPixelsPerByte * (long)jpeg.Length
        ? new JpegHeader(header.Width, header.Height)
        : throw new JpegException($"JPEG of {header.Width}×{header.Height} pixels in {jpeg.Length} bytes: most of it is missing.");

    /// <returns>True if what follows needs no look: the one scan of an ordinary picture.</returns>
    private bool IsLastScan(ReadOnlySpan<byte> segment)
    {
        if (frame is not { } header || segment.IsEmpty)
        {
            throw new JpegException("Not a readable JPEG: a scan comes before the frame header.");
        }

        if (!header.IsProgressive && segment[0] == header.Components)
        {
            scans++;
            return true;
        }

        if (header.Pixels > limits.MaxScannedPixels)
        {
            throw new JpegException($"JPEG of {header.Width}×{header.Height} pixels in several scans; at most {limits.MaxScannedPixels} pixels of such a picture are decoded.", JpegFault.TooLarge);
        }

        return ++scans > limits.MaxScans
            ? throw new JpegException($"JPEG has more than {limits.MaxScans} scans.", JpegFault.TooManyScans)
            : false;
    }

    private readonly JpegFrameHeader ReadFrame(byte marker, ReadOnlySpan<byte> segment)
    {
        var header = JpegFrameHeader.Read(marker, segment);
        return header.Pixels <= limits.MaxPixels
            ? header
            : throw new JpegException($"JPEG of {header.Width}×{header.Height} pixels; at most {limits.MaxPixels} pixels are decoded.", JpegFault.TooLarge);
    }

    /// <summary>As libjpeg's next_marker: skips what is none, stuffed zeros and fill bytes. Data of scans is skipped by the same rule.</summary>
    private byte? NextMarker()
    {
        while (position < jpeg.Length)
        {
            var skipped = jpeg[position..].IndexOf((byte)0xFF);
            if (skipped < 0)
            {
                break;
            }

            position += skipped;
            while (position < jpeg.Length && jpeg[position] == 0xFF)
            {
                position++;
            }

            if (position < jpeg.Length && jpeg[position++] is not 0 and var marker)
            {
                return marker;
            }
        }

        position = jpeg.Length;
        return null;
    }

    /// <summary>What a marker carries, without its length.</summary>
    private ReadOnlySpan<byte> Segment(byte marker)
    {
        var length = position + 2 <= jpeg.Length ? BinaryPrimitives.ReadUInt16BigEndian(jpeg[position..]) : 0;
        if (marker < 0xC0 || marker == StartOfImage || length < 2 || position + length > jpeg.Length)
        {
            throw new JpegException($"Not a readable JPEG: the marker FF {marker:X2} before byte {position} is wrong or breaks off.");
        }

        var segment = jpeg.Slice(position + 2, length - 2);
        position += length;
        return segment;
    }

    // C4, C8 and CC are tables and a reserved number among the frame headers.
    private static bool IsFrameHeader(byte marker) => marker is >= 0xC0 and <= 0xCF and not 0xC4 and not 0xC8 and not 0xCC;
}
