using System.Buffers.Binary;
using CloudCctv.Contracts.Batches;

namespace CloudCctv.Analysis.Intake;

/// <summary>
/// Looks at the end-of-directory record (APPNOTE 4.3.16) before a zip library does, which would read any number of entries
/// into memory first. Refuses what a batch never has: comments, several disks, ZIP64, gaps behind the directory.
/// </summary>
internal static class ZipDirectory
{
    private const int EndBytes = 22;

    private const uint EndSignature = 0x06054b50;

    // 46 bytes, a name of at most 20, and room for the extra fields that zip tools add.
    private const int MaxBytesPerEntry = 256;

    /// <exception cref="BatchRejectedException">It is not a zip, is cut off, or has too many entries.</exception>
    public static void Check(Stream zip, BatchLimits limits)
    {
        var end = new byte[EndBytes];
        if (zip.Length < EndBytes)
        {
            throw new BatchRejectedException(BatchFault.NotAZip, $"Zip has {zip.Length} bytes; the smallest possible one has {EndBytes}.");
        }

        zip.Position = zip.Length - EndBytes;
        zip.ReadExactly(end);
        if (BinaryPrimitives.ReadUInt32LittleEndian(end) != EndSignature)
        {
            throw new BatchRejectedException(BatchFault.NotAZip, "Not a zip, or a zip that is cut off: it does not end in a directory.");
        }

        CheckSize(zip.Length, end, limits);
    }

    private static void CheckSize(long zipBytes, ReadOnlySpan<byte> end, BatchLimits limits)
    {
        int entries = BinaryPrimitives.ReadUInt16LittleEndian(end[10..]);
        long directoryBytes = BinaryPrimitives.ReadUInt32LittleEndian(end[12..]);
        long directoryAt = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
        if (entries > limits.MaxEntries || directoryBytes > (long)limits.MaxEntries * MaxBytesPerEntry)
        {
            throw new BatchRejectedException(BatchFault.TooManyEntries, $"Zip claims {entries} entries in a directory of {directoryBytes} bytes; at most {limits.MaxEntries} entries are read.");
        }

        if (directoryAt + directoryBytes != zipBytes - EndBytes)
        {
            throw new BatchRejectedException(BatchFault.NotAZip, $"Zip directory claims to end at byte {directoryAt + directoryBytes}; it must end at {zipBytes - EndBytes}.");
        }
    }
}
