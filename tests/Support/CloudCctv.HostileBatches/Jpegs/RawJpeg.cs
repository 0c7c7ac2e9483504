using System.Buffers.Binary;

namespace CloudCctv.HostileBatches.Jpegs;

/// <summary>JPEGs taken apart, and put together byte by byte (ITU-T T.81, annex B).</summary>
public static class RawJpeg
{
    public const byte Quantization = 0xDB, Baseline = 0xC0, Progressive = 0xC2, Huffman = 0xC4, Scan = 0xDA, App1 = 0xE1, Comment = 0xFE;

    private static readonly byte[] Start = [0xFF, 0xD8];

    private static readonly byte[] End = [0xFF, 0xD9];

    /// <summary>Where a marker is; the first of its kind.</summary>
    public static int Find(byte[] jpeg, byte marker) => jpeg.AsSpan().IndexOf([(byte)0xFF, marker]);

    public static byte[] Segment(byte marker, params byte[] content)
    {
        byte[] segment = [0xFF, marker, 0, 0, .. content];
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(2), (ushort)(content.Length + 2));
        return segment;
    }

    /// <summary>Something more behind the start marker.</summary>
    public static byte[] With(byte[] jpeg, params byte[][] segments) => [.. jpeg[..2], .. segments.SelectMany(segment => segment), .. jpeg[2..]];

    public static byte[] Resized(byte[] jpeg, int width, int height)
    {
        var changed = (byte[])jpeg.Clone();
        var header = changed.AsSpan(Find(changed, Baseline));
        BinaryPrimitives.WriteUInt16BigEndian(header[5..], (ushort)height);
        BinaryPrimitives.WriteUInt16BigEndian(header[7..], (ushort)width);
        return changed;
    }

    /// <summary>One byte of a segment set, counted from its marker.</summary>
    public static byte[] Patched(byte[] jpeg, byte marker, int offset, byte value)
    {
        var changed = (byte[])jpeg.Clone();
        changed[Find(changed, marker) + offset] = value;
        return changed;
    }

    /// <summary>A grey picture without content, progressive: one scan of a bit per block, and any number that each say "nothing new" in a few bytes.</summary>
    public static byte[] GreyProgressive(int width, int height, int scans)
    {
        var blocks = (width + 7) / 8 * ((height + 7) / 8);
        // Two tables of one code each, '0': "no difference" for the mean, "the next 32767 blocks are over" for the rest.
        byte[] means = [0x00, 1, .. new byte[15], 0x00];
        byte[] rest = [0x10, 1, .. new byte[15], 0xE0];
        var first = Segment(Scan, 1, 1, 0x00, 0, 0, 0x00).Concat(Bits(blocks, _ => "0"));
        var again = Segment(Scan, 1, 1, 0x00, 1, 63, 0x00).Concat(Bits((blocks + 32_766) / 32_767, _ => "0" + new string('1', 14))).ToArray();
        return
        [
            .. Start,
            .. Segment(Quantization, [0, .. Enumerable.Repeat((byte)1, 64)]),
            .. Segment(Progressive, 8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 1, 1, 0x11, 0),
            .. Segment(Huffman, means),
            .. Segment(Huffman, rest),
            .. first,
            .. Enumerable.Repeat(again, scans - 1).SelectMany(scan => scan),
            .. End,
        ];
    }

    /// <summary>The one scan of a picture, again and again: each names only one of its components.</summary>
    public static byte[] ManySequentialScans(int scans)
    {
        var jpeg = Picture.Empty();
        var before = jpeg[..Find(jpeg, Scan)];
        var scan = Segment(Scan, 1, 1, 0x00, 0, 63, 0).Concat(new byte[200]).ToArray();
        return [.. before, .. Enumerable.Repeat(scan, scans).SelectMany(bytes => bytes), .. End];
    }

    // Padded with ones; a whole byte of them is stuffed.
    private static IEnumerable<byte> Bits(int count, Func<int, string> code)
    {
        var bits = string.Concat(Enumerable.Range(0, count).Select(code));
        bits = bits.PadRight((bits.Length + 7) / 8 * 8, '1');
        for (var i = 0; i < bits.Length; i += 8)
        {
            var value = Convert.ToByte(bits.Substring(i, 8), 2);
            yield return value;
            if (value == 0xFF)
            {
                yield return 0;
            }
        }
    }
}
