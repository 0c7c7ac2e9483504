using System.Buffers.Binary;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;
using CloudCctv.Imaging;
using Microsoft.Win32.SafeHandles;

namespace CloudCctv.Uploader.Spool.Zip;

/// <summary>
/// Writes a zip of uncompressed entries, each with its header in one write and not before its content, so that after a power
/// cut all entries but the last are whole and <see cref="StoredZipScanner"/> finds them. Not thread-safe; the caller owns the file.
/// </summary>
public sealed class StoredZipWriter
{
    private const int PieceBytes = 128 * 1024;

    private readonly SafeFileHandle file;
    private readonly List<StoredEntry> entries;

    /// <param name="file">Open for writing.</param>
    /// <param name="entries">What the file holds already, in order; what lies behind the end of the last is overwritten.</param>
    /// <param name="position">Where the next entry goes: 0, or the end of the last entry.</param>
    public StoredZipWriter(SafeFileHandle file, IEnumerable<StoredEntry> entries, long position)
    {
        this.file = file;
        this.entries = [.. entries];
        Position = position;
    }

    /// <summary>Length of the file so far.</summary>
    public long Position { get; private set; }

    /// <param name="name">ASCII.</param>
    /// <param name="time">Of the entry.</param>
    /// <param name="content">Written as it is.</param>
    /// <param name="record">Goes into the header as a private extra field; empty for none. At most 60 000 bytes.</param>
    /// <exception cref="IOException">The disk is full or gone.</exception>
    public void Add(string name, DateTimeOffset time, ReadOnlyMemory<byte> content, ReadOnlySpan<byte> record = default)
    {
        var entry = new StoredEntry(name, checked((uint)Position), (uint)content.Length, Crc32.HashToUInt32(content.Span), StoredEntry.ToDosTime(time));
        ReadOnlyMemory<byte>[] whole = [LocalHeader(entry, record), content];
        RandomAccess.Write(file, whole, Position);
        Position += whole[0].Length + content.Length;
        entries.Add(entry);
    }

    /// <summary>Adds an entry whose record is worked out while the content is on its way to the disk, and whose header follows it.</summary>
    /// <param name="name">ASCII.</param>
    /// <param name="time">Of the entry.</param>
    /// <param name="content">Written as it is.</param>
    /// <param name="recordBytes">How long the record will be, 1 to 60 000.</param>
    /// <param name="record">Called once, when the content is written; must be of that length.</param>
    /// <exception cref="IOException">The disk is full or gone.</exception>
    public void Add(string name, DateTimeOffset time, ReadOnlyMemory<byte> content, int recordBytes, Func<byte[]> record)
    {
        RandomAccess.Write(file, content.Span, Position + LocalHeaderBytes(name, recordBytes));
        var entry = new StoredEntry(name, checked((uint)Position), (uint)content.Length, Crc32.HashToUInt32(content.Span), StoredEntry.ToDosTime(time));
        var bytes = record();
        if (bytes.Length != recordBytes)
        {
            throw new ArgumentException($"{name}: the record has {bytes.Length} bytes where {recordBytes} were announced.", nameof(record));
        }

        var header = LocalHeader(entry, bytes);
        RandomAccess.Write(file, header, Position);
        Position += header.Length + content.Length;
        entries.Add(entry);
    }

    /// <summary>Adds an entry that is too long for memory, piece by piece; its header follows it.</summary>
    /// <param name="name">ASCII.</param>
    /// <param name="time">Of the entry.</param>
    /// <param name="content">From its position to its end.</param>
    /// <param name="cancellationToken">Abandons it; nothing counts as added then.</param>
    /// <returns>SHA-256 of the content, lower-case hexadecimal.</returns>
    /// <exception cref="IOException">The disk is full or gone.</exception>
    public string Add(string name, DateTimeOffset time, Stream content, CancellationToken cancellationToken)
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var crc = new Crc32();
        var begin = Position + LocalHeaderBytes(name, 0);
        var end = begin;
        using var buffer = PooledBytes.Rent(PieceBytes);
        while (content.Read(buffer.Span) is > 0 and var read)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var piece = buffer.Span[..read];
            sha256.AppendData(piece);
            crc.Append(piece);
            RandomAccess.Write(file, piece, end);
            end += read;
        }

        var entry = new StoredEntry(name, checked((uint)Position), checked((uint)(end - begin)), crc.GetCurrentHashAsUInt32(), StoredEntry.ToDosTime(time));
        RandomAccess.Write(file, LocalHeader(entry, []), Position);
        Position = end;
        entries.Add(entry);
        return Convert.ToHexStringLower(sha256.GetHashAndReset());
    }

    /// <summary>Writes the central directory. Nothing can be added after it.</summary>
    public void Finish()
    {
        var directory = new MemoryStream();
        Span<byte> header = stackalloc byte[ZipFormat.CentralHeaderBytes];
        foreach (var entry in entries)
        {
            WriteCentralHeader(entry, header);
            directory.Write(header);
            directory.Write(Encoding.ASCII.GetBytes(entry.Name));
        }

        var directoryBytes = (uint)directory.Length;
        Span<byte> end = stackalloc byte[ZipFormat.EndBytes];
        end.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(end, ZipFormat.EndOfCentralDirectory);
        BinaryPrimitives.WriteUInt16LittleEndian(end[8..], checked((ushort)entries.Count));
        BinaryPrimitives.WriteUInt16LittleEndian(end[10..], checked((ushort)entries.Count));
        BinaryPrimitives.WriteUInt32LittleEndian(end[12..], directoryBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(end[16..], checked((uint)Position));
        directory.Write(end);
        RandomAccess.Write(file, directory.GetBuffer().AsSpan(0, (int)directory.Length), Position);
        Position += directory.Length;
        RandomAccess.SetLength(file, Position);
    }

    private static int LocalHeaderBytes(string name, int recordBytes) =>
        ZipFormat.LocalHeaderBytes + name.Length + (recordBytes == 0 ? 0 : 4 + recordBytes);

    private static byte[] LocalHeader(StoredEntry entry, ReadOnlySpan<byte> record)
    {
        var header = new byte[LocalHeaderBytes(entry.Name, record.Length)];
        var extraBytes = header.Length - ZipFormat.LocalHeaderBytes - entry.Name.Length;
        BinaryPrimitives.WriteUInt32LittleEndian(header, ZipFormat.LocalHeader);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(4), ZipFormat.Version);
        WriteSizes(entry, header.AsSpan(10));
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(26), (ushort)entry.Name.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(28), (ushort)extraBytes);
        Encoding.ASCII.GetBytes(entry.Name, header.AsSpan(ZipFormat.LocalHeaderBytes));
        if (extraBytes > 0)
        {
            var extra = header.AsSpan(ZipFormat.LocalHeaderBytes + entry.Name.Length);
            BinaryPrimitives.WriteUInt16LittleEndian(extra, ZipFormat.FrameRecordField);
            BinaryPrimitives.WriteUInt16LittleEndian(extra[2..], checked((ushort)record.Length));
            record.CopyTo(extra[4..]);
        }

        return header;
    }

    private static void WriteCentralHeader(StoredEntry entry, Span<byte> header)
    {
        header.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(header, ZipFormat.CentralHeader);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], ZipFormat.Version);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], ZipFormat.Version);
        WriteSizes(entry, header[12..]);
        BinaryPrimitives.WriteUInt16LittleEndian(header[28..], (ushort)entry.Name.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[42..], entry.Offset);
    }

    // Time, CRC and both lengths lie side by side in either header.
    private static void WriteSizes(StoredEntry entry, Span<byte> at)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(at, entry.DosTime);
        BinaryPrimitives.WriteUInt32LittleEndian(at[4..], entry.Crc);
        BinaryPrimitives.WriteUInt32LittleEndian(at[8..], entry.Bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(at[12..], entry.Bytes);
    }
}
