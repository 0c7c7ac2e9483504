using System.Buffers.Binary;
using CloudCctv.Imaging;

namespace CloudCctv.Uploader.Clips;

/// <summary>What is said by the outermost boxes of an mp4 (ISO/IEC 14496-12).</summary>
internal static class Mp4File
{
    private const int MaxIndexBytes = 16 << 20;

    /// <returns>Type, content length and place of the content of each, in order; fewer if the file is cut off.</returns>
    public static IReadOnlyList<(string Type, long Bytes, long At)> Boxes(Stream file)
    {
        var boxes = new List<(string, long, long)>();
        Span<byte> header = stackalloc byte[16];
        for (long at = 0; at + 8 <= file.Length;)
        {
            file.Position = at;
            var read = file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
            long bytes = BinaryPrimitives.ReadUInt32BigEndian(header), head = bytes == 1 ? 16 : 8;
            bytes = bytes == 1 && read == 16 ? BinaryPrimitives.ReadInt64BigEndian(header[8..]) : bytes;
            if (bytes < head || at + bytes > file.Length)
            {
                break;
            }

            boxes.Add((System.Text.Encoding.ASCII.GetString(header[4..8]), bytes - head, at + head));
            at += bytes;
        }

        return boxes;
    }

    /// <summary>Whether there is at least one picture in it.</summary>
    public static bool HasPictures(Stream file) => Boxes(file).Any(box => box is { Type: "mdat", Bytes: > 0 });

    /// <summary>Whether it is H.264, which browsers play: its index has a sample entry of that type (ISO/IEC 14496-15, 5.4.2).</summary>
    public static bool IsH264(Stream file)
    {
        if (Boxes(file).FirstOrDefault(box => box.Type == "moov") is not { Bytes: > 0 and <= MaxIndexBytes } index)
        {
            return false;
        }

        using var bytes = PooledBytes.Rent((int)index.Bytes);
        file.Position = index.At;
        file.ReadExactly(bytes.Span);
        return bytes.Span.IndexOf("avc1"u8) >= 0;
    }
}
