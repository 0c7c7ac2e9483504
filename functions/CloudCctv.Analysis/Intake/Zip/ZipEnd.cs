using System.Buffers.Binary;
using CloudCctv.Contracts.Batches;

namespace CloudCctv.Analysis.Intake.Zip;

/// <summary>
/// The end-of-directory record (APPNOTE 4.3.16), looked at before a zip library does, which would read any number of entries
/// into memory first. Refuses what a batch never has: comments, several disks, ZIP64, anything behind the directory.
/// </summary>
/// <param name="Entries">As many as it claims, at most <see cref="BatchLimits.MaxEntries"/>.</param>
/// <param name="DirectoryAt">Where the directory begins; it ends where this record begins.</param>
/// <param name="DirectoryBytes">Its length, bounded.</param>
internal readonly record struct ZipEnd(int Entries, long DirectoryAt, int DirectoryBytes)
{
    private const int EndBytes = 22;

    private const uint Signature = 0x06054b50;

    private const uint Zip64Mark = uint.MaxValue;

    // 46 bytes, and room for the name and for the extra fields that zip tools add.
    private const int MaxBytesPerEntry = 256;

    /// <exception cref="BatchRejectedException">It is not a zip, is cut off, has too many entries, or is a zip of another kind.</exception>
    public static ZipEnd Read(Stream zip, BatchLimits limits)
    {
        if (zip.Length < EndBytes)
        {
            throw new BatchRejectedException(BatchFault.NotAZip, $"Zip has {zip.Length} bytes; the smallest possible one has {EndBytes}.");
        }

        Span<byte> end = stackalloc byte[EndBytes];
        zip.Position = zip.Length - EndBytes;
        zip.ReadExactly(end);
        if (BinaryPrimitives.ReadUInt32LittleEndian(end) != Signature)
        {
            throw new BatchRejectedException(BatchFault.NotAZip, "Not a zip, or a zip that is cut off or has a comment: it does not end in a directory.");
        }

        return Checked(zip.Length, end, limits);
    }

    private static ZipEnd Checked(long zipBytes, ReadOnlySpan<byte> end, BatchLimits limits)
    {
        int entries = BinaryPrimitives.ReadUInt16LittleEndian(end[10..]);
        var directoryBytes = BinaryPrimitives.ReadUInt32LittleEndian(end[12..]);
        var directoryAt = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
        if (entries == ushort.MaxValue || directoryBytes == Zip64Mark || directoryAt == Zip64Mark)
        {
            throw new BatchRejectedException(BatchFault.ZipUnsupported, "Zip is of the kind ZIP64; a batch is too small to need that.");
        }

        if (entries > limits.MaxEntries || directoryBytes > (long)limits.MaxEntries * MaxBytesPerEntry)
        {
            throw new BatchRejectedException(BatchFault.TooManyEntries, $"Zip claims {entries} entries in a directory of {directoryBytes} bytes; at most {limits.MaxEntries} entries are read.");
        }

        if (BinaryPrimitives.ReadUInt32LittleEndian(end[4..]) != 0 || BinaryPrimitives.ReadUInt16LittleEndian(end[8..]) != entries)
        {
            throw new BatchRejectedException(BatchFault.ZipUnsupported, "Zip claims to be one of several disks.");
        }

        if (directoryAt + (long)directoryBytes != zipBytes - EndBytes || BinaryPrimitives.ReadUInt16LittleEndian(end[20..]) != 0)
        {
            throw new BatchRejectedException(BatchFault.NotAZip, $"Zip directory claims to end at byte {directoryAt + (long)directoryBytes}; it must end at {zipBytes - EndBytes}, with no comment.");
        }

        return new ZipEnd(entries, directoryAt, (int)directoryBytes);
    }
}
