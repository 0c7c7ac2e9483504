using System.Buffers.Binary;

namespace CloudCctv.Uploader.Capture;

/// <summary>
/// Finds the end of a JPEG by walking its segments (ITU-T T.81, annex B): a thumbnail lies inside a segment, so that its own
/// end marker is not taken for the picture's.
/// </summary>
internal sealed class JpegEnd : IBlockEnd
{
    private const byte StartOfImage = 0xD8, EndOfImage = 0xD9, StartOfScan = 0xDA;

    // Where the walk stands: at a marker, or inside the data of a scan.
    private int position;
    private bool inScan;

    /// <exception cref="InvalidDataException">It is no JPEG.</exception>
    public (int Length, int Next)? Find(ReadOnlySpan<byte> block, int seen)
    {
        if (seen == 0)
        {
            (position, inScan) = (0, false);
        }

        while (inScan ? SkipScan(block) : position + 4 <= block.Length || AtEnd(block))
        {
            if (inScan)
            {
                inScan = false;
            }
            else if (Step(block) is { } end)
            {
                return (end, end);
            }
        }

        return null;
    }

    // The last marker has no length after it.
    private bool AtEnd(ReadOnlySpan<byte> block) => position + 2 <= block.Length && block[position] == 0xFF && block[position + 1] is EndOfImage or StartOfImage;

    /// <returns>Where the picture ends, if this was its last marker.</returns>
    private int? Step(ReadOnlySpan<byte> block)
    {
        var marker = block[position] == 0xFF ? block[position + 1] : (byte)0;
        if (position == 0 && marker != StartOfImage)
        {
            throw new InvalidDataException("The stream's pictures are not JPEGs.");
        }

        switch (marker)
        {
            case EndOfImage:
                return position + 2;
            case StartOfImage or 0x01:
                position += 2;
                return null;
            case 0xFF:
                // Fill bytes may stand before any marker.
                position++;
                return null;
            case >= 0xC0:
                position += 2 + BinaryPrimitives.ReadUInt16BigEndian(block[(position + 2)..]);
                inScan = marker == StartOfScan;
                return null;
            default:
                throw new InvalidDataException("The stream's pictures are not whole JPEGs.");
        }
    }

    /// <returns>True at the first marker that is not part of the scan's data; false if it is not there yet.</returns>
    private bool SkipScan(ReadOnlySpan<byte> block)
    {
        while (position + 1 < block.Length)
        {
            var next = block[position..^1].IndexOf((byte)0xFF);
            if (next < 0)
            {
                position = block.Length - 1;
                return false;
            }

            position += next;
            // 0 is a stuffed byte, D0 to D7 are restarts.
            if (block[position + 1] is not (0 or (>= 0xD0 and <= 0xD7)))
            {
                return true;
            }

            position += 2;
        }

        return false;
    }
}
