using System.Buffers.Binary;
using System.Text;

namespace CloudCctv.Analysis.Intake.Zip;

/// <summary>
/// Holds the local headers (APPNOTE 4.3.7) beside the directory: they must say the same, and the entries must fill the zip
/// from its first byte to the directory, one behind the other. Entries that share bytes are how a few kilobytes become petabytes.
/// </summary>
internal static class LocalHeaders
{
    private const int HeaderBytes = 30, DescriptorBytes = 16;

    private const uint Signature = 0x04034b50, DescriptorSignature = 0x08074b50;

    /// <param name="zip">Read at any position.</param>
    /// <param name="entries">By the directory.</param>
    /// <param name="directoryAt">Where the last entry must end.</param>
    /// <exception cref="BatchRejectedException">They differ, overlap, or leave bytes between them.</exception>
    public static void Check(Stream zip, IEnumerable<ZipRecord> entries, long directoryAt)
    {
        long expected = 0;
        foreach (var entry in entries.OrderBy(entry => entry.HeaderAt))
        {
            RequireAt(entry.HeaderAt, expected, $"Entry '{entry.Name}'");
            expected = EndOf(zip, entry, directoryAt);
        }

        RequireAt(directoryAt, expected, "The directory");
    }

    /// <summary>Where the content of an entry begins that <see cref="Check"/> has found sound.</summary>
    public static long ContentAt(Stream zip, ZipRecord entry)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        zip.Position = entry.HeaderAt;
        zip.ReadExactly(header);
        return entry.HeaderAt + HeaderBytes + Word(header, 26) + Word(header, 28);
    }

    private static void RequireAt(long at, long expected, string what)
    {
        if (at != expected)
        {
            throw at < expected
                ? new BatchRejectedException(BatchFault.EntryOverlap, $"{what} begins at byte {at}, inside the entry before, which ends at {expected}.")
                : new BatchRejectedException(BatchFault.NotAZip, $"Zip holds {at - expected} bytes before byte {at} that belong to nothing.");
        }
    }

    /// <returns>Where its content ends, and what belongs to it behind that.</returns>
    private static long EndOf(Stream zip, ZipRecord entry, long directoryAt)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        Read(zip, entry.HeaderAt, header, directoryAt, entry);
        Span<byte> name = stackalloc byte[Encoding.UTF8.GetByteCount(entry.Name)];
        Encoding.UTF8.GetBytes(entry.Name, name);
        Span<byte> localName = stackalloc byte[name.Length];
        Read(zip, entry.HeaderAt + HeaderBytes, localName, directoryAt, entry);
        Require(BinaryPrimitives.ReadUInt32LittleEndian(header) == Signature, entry, "no signature");
        Require(Word(header, 26) == name.Length && localName.SequenceEqual(name), entry, "another name");
        Require(Word(header, 6) == entry.Flags && Word(header, 8) == entry.Method, entry, "other flags or another method");
        Require(SameSizes(header[14..], entry) || (entry.HasDescriptor && !header[14..26].ContainsAnyExcept((byte)0)), entry, "another CRC or other lengths");
        var end = entry.HeaderAt + HeaderBytes + name.Length + Word(header, 28) + entry.PackedBytes;
        return entry.HasDescriptor ? EndOfDescriptor(zip, entry, end, directoryAt) : end;
    }

    // With a signature or without: the format allows both (APPNOTE 4.3.9.3).
    private static long EndOfDescriptor(Stream zip, ZipRecord entry, long at, long directoryAt)
    {
        Span<byte> descriptor = stackalloc byte[DescriptorBytes];
        Read(zip, at, descriptor[..4], directoryAt, entry);
        var signed = BinaryPrimitives.ReadUInt32LittleEndian(descriptor) == DescriptorSignature;
        var rest = signed ? descriptor[4..] : descriptor[..^4];
        Read(zip, signed ? at + 4 : at, rest, directoryAt, entry);
        Require(SameSizes(rest, entry), entry, "another CRC or other lengths behind it");
        return at + (signed ? DescriptorBytes : DescriptorBytes - 4);
    }

    private static bool SameSizes(ReadOnlySpan<byte> at, ZipRecord entry) => BinaryPrimitives.ReadUInt32LittleEndian(at) == entry.Crc
        && BinaryPrimitives.ReadUInt32LittleEndian(at[4..]) == entry.PackedBytes
        && BinaryPrimitives.ReadUInt32LittleEndian(at[8..]) == entry.Bytes;

    private static void Read(Stream zip, long at, Span<byte> target, long directoryAt, ZipRecord entry)
    {
        if (at + target.Length > directoryAt)
        {
            throw new BatchRejectedException(BatchFault.EntryOverlap, $"Entry '{entry.Name}' begins at byte {entry.HeaderAt} and runs into the directory at {directoryAt}.");
        }

        zip.Position = at;
        zip.ReadExactly(target);
    }

    private static void Require(bool holds, ZipRecord entry, string what)
    {
        if (!holds)
        {
            throw new BatchRejectedException(BatchFault.EntryMismatch, $"Entry '{entry.Name}' has {what} in its own header than in the directory.");
        }
    }

    private static int Word(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);
}
