using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using CloudCctv.Imaging;
using Microsoft.Win32.SafeHandles;

namespace CloudCctv.Uploader.Spool.Zip;

/// <summary>Finds the whole entries of a zip that was cut off, from its local headers alone.</summary>
public static class StoredZipScanner
{
    private const int MaxEntryBytes = 64 << 20;

    /// <param name="file">Open for reading.</param>
    /// <returns>The entries in order, each with its record, up to the first that is cut off or whose CRC is wrong; and where the last one ends.</returns>
    public static (IReadOnlyList<(StoredEntry Entry, byte[] Record)> Entries, long End) Scan(SafeFileHandle file)
    {
        var entries = new List<(StoredEntry, byte[])>();
        long position = 0;
        while (ReadEntry(file, position) is { } found)
        {
            entries.Add((found.Entry, found.Record));
            position = found.End;
        }

        return (entries, position);
    }

    private static (StoredEntry Entry, byte[] Record, long End)? ReadEntry(SafeFileHandle file, long position)
    {
        Span<byte> header = stackalloc byte[ZipFormat.LocalHeaderBytes];
        if (!TryRead(file, header, position) || BinaryPrimitives.ReadUInt32LittleEndian(header) != ZipFormat.LocalHeader)
        {
            return null;
        }

        var bytes = BinaryPrimitives.ReadUInt32LittleEndian(header[18..]);
        Span<byte> names = new byte[BinaryPrimitives.ReadUInt16LittleEndian(header[26..]) + BinaryPrimitives.ReadUInt16LittleEndian(header[28..])];
        var contentAt = position + header.Length + names.Length;
        // Before room is taken for it: a torn header may claim anything.
        if (bytes > MaxEntryBytes || contentAt + bytes > RandomAccess.GetLength(file) || !TryRead(file, names, position + header.Length))
        {
            return null;
        }

        var nameBytes = BinaryPrimitives.ReadUInt16LittleEndian(header[26..]);
        var entry = new StoredEntry(
            Encoding.ASCII.GetString(names[..nameBytes]), (uint)position, bytes,
            BinaryPrimitives.ReadUInt32LittleEndian(header[14..]), BinaryPrimitives.ReadUInt32LittleEndian(header[10..]));
        using var content = PooledBytes.Rent((int)bytes);
        return TryRead(file, content.Span, contentAt) && Crc32.HashToUInt32(content.Span) == entry.Crc
            ? (entry, Record(names[nameBytes..]), contentAt + bytes)
            : null;
    }

    private static byte[] Record(ReadOnlySpan<byte> extra) =>
        extra.Length >= 4 && BinaryPrimitives.ReadUInt16LittleEndian(extra) == ZipFormat.FrameRecordField
            && BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]) == extra.Length - 4
            ? extra[4..].ToArray()
            : [];

    private static bool TryRead(SafeFileHandle file, Span<byte> target, long position)
    {
        while (!target.IsEmpty)
        {
            var read = RandomAccess.Read(file, target, position);
            if (read == 0)
            {
                return false;
            }

            target = target[read..];
            position += read;
        }

        return true;
    }
}
