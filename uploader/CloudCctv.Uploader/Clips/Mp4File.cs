using System.Buffers.Binary;

namespace CloudCctv.Uploader.Clips;

/// <summary>What is said by the outermost boxes of an mp4 (ISO/IEC 14496-12).</summary>
internal static class Mp4File
{
    /// <returns>Type and content length of each, in order; fewer if the file is cut off.</returns>
    public static IReadOnlyList<(string Type, long Bytes)> Boxes(Stream file)
    {
        var boxes = new List<(string, long)>();
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

            boxes.Add((System.Text.Encoding.ASCII.GetString(header[4..8]), bytes - head));
            at += bytes;
        }

        return boxes;
    }

    /// <summary>Whether there is at least one picture in it.</summary>
    public static bool HasPictures(Stream file) => Boxes(file).Any(box => box is { Type: "mdat", Bytes: > 0 });
}
