using System.Buffers.Binary;
using System.IO.Compression;

namespace CloudCctv.Gallery.Assets.Icons;

/// <summary>The little of PNG (ISO/IEC 15948) that an icon needs: 8 bits of red, green, blue and alpha, unfiltered lines.</summary>
internal static class PngWriter
{
    private const uint CrcPolynomial = 0xedb88320;

    /// <param name="rgba">Four bytes a pixel, line by line.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    public static byte[] Write(ReadOnlySpan<byte> rgba, int width, int height)
    {
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), height);
        // Bits per sample, colour with alpha; the other three bytes are the only values that there are.
        (head[8], head[9]) = (8, 6);

        using var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a]);
        Chunk(png, "IHDR"u8, head);
        Chunk(png, "IDAT"u8, Squeeze(rgba, width * 4));
        Chunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static byte[] Squeeze(ReadOnlySpan<byte> rgba, int lineBytes)
    {
        using var squeezed = new MemoryStream();
        using (var zlib = new ZLibStream(squeezed, CompressionLevel.Optimal))
        {
            for (var line = rgba; !line.IsEmpty; line = line[lineBytes..])
            {
                // Filter 0: as it is.
                zlib.WriteByte(0);
                zlib.Write(line[..lineBytes]);
            }
        }

        return squeezed.ToArray();
    }

    private static void Chunk(MemoryStream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(type);
        png.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, type), data));
        png.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (var one in data)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * CrcPolynomial);
            }
        }

        return crc;
    }
}
