using System.IO.Compression;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Analysis.Intake;

/// <summary>The entries of a batch by name, after everything that can be told without unpacking has been checked.</summary>
internal static class ZipEntries
{
    // JPEGs hardly shrink. A black one does, but then it is small as it is.
    private const long RatioMattersFromBytes = 1 << 20;

    private const int MaxRatio = 100;

    /// <exception cref="BatchRejectedException">An entry that no batch has, or more than allowed.</exception>
    public static Dictionary<string, ZipArchiveEntry> Read(ZipArchive zip, BatchLimits limits)
    {
        var entries = new Dictionary<string, ZipArchiveEntry>(StringComparer.Ordinal);
        long unpacked = 0;
        foreach (var entry in zip.Entries)
        {
            CheckEntry(entry, limits);
            if (!entries.TryAdd(entry.FullName, entry))
            {
                throw new BatchRejectedException(BatchFault.DuplicateEntry, $"Entry '{entry.FullName}' is in the zip twice.");
            }

            unpacked += entry.Length;
        }

        return unpacked <= limits.MaxUnpackedBytes
            ? entries
            : throw new BatchRejectedException(BatchFault.UnpackedTooLarge, $"Entries unpack to {unpacked} bytes; at most {limits.MaxUnpackedBytes} are read.");
    }

    private static void CheckEntry(ZipArchiveEntry entry, BatchLimits limits)
    {
        var isManifest = entry.FullName == BatchManifest.EntryName;
        if (!isManifest && !FrameName.TryParse(entry.FullName, out _))
        {
            throw new BatchRejectedException(BatchFault.EntryName, $"Entry '{Shown(entry.FullName)}' is neither {BatchManifest.EntryName} nor named nnnnnn-HHmmssfff.jpg.");
        }

        if (entry.IsEncrypted)
        {
            throw new BatchRejectedException(BatchFault.EntryEncrypted, $"Entry '{entry.FullName}' is encrypted.");
        }

        var most = isManifest ? limits.MaxManifestBytes : limits.MaxFrameBytes;
        if (entry.Length > most)
        {
            throw new BatchRejectedException(BatchFault.EntryTooLarge, $"Entry '{entry.FullName}' unpacks to {entry.Length} bytes; at most {most} are read.");
        }

        if (entry.Length > RatioMattersFromBytes && entry.Length / MaxRatio > entry.CompressedLength)
        {
            throw new BatchRejectedException(BatchFault.UnpackedTooLarge, $"Entry '{entry.FullName}' unpacks from {entry.CompressedLength} to {entry.Length} bytes; at most {MaxRatio} times its length is read.");
        }
    }

    private static string Shown(string name) => string.Concat(name.Take(60).Select(c => char.IsControl(c) ? '?' : c));
}
