using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Analysis.Intake.Zip;

/// <summary>What can be told of the entries of a batch from its directory alone.</summary>
internal static class ZipEntries
{
    // JPEGs hardly shrink. A black one does, but then it is small as it is.
    private const long RatioMattersFromBytes = 1 << 20;

    /// <exception cref="BatchRejectedException">An entry that no batch has, or more than allowed.</exception>
    public static void Check(IReadOnlyList<ZipRecord> entries, bool ofClip, BatchLimits limits)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            CheckName(entry, ofClip);
            CheckKind(entry);
            CheckLength(entry, limits);
            if (!names.Add(entry.Name))
            {
                throw new BatchRejectedException(BatchFault.DuplicateEntry, $"Entry '{entry.Name}' is in the zip twice.");
            }
        }

        var unpacked = entries.Sum(entry => entry.Bytes);
        if (unpacked > limits.MaxUnpackedBytes)
        {
            throw new BatchRejectedException(BatchFault.UnpackedTooLarge, $"Entries unpack to {unpacked} bytes; at most {limits.MaxUnpackedBytes} are read.");
        }
    }

    private static void CheckName(ZipRecord entry, bool ofClip)
    {
        if (entry.Name != BatchManifest.EntryName && !(ofClip ? entry.Name == ClipRecord.EntryName : FrameName.TryParse(entry.Name, out _)))
        {
            throw new BatchRejectedException(
                BatchFault.EntryName, $"Entry '{ShownText.Of(entry.Name)}' is neither {BatchManifest.EntryName} nor {(ofClip ? ClipRecord.EntryName : "named nnnnnn-HHmmssfff.jpg")}.");
        }
    }

    private static void CheckKind(ZipRecord entry)
    {
        if (!entry.IsFile)
        {
            throw new BatchRejectedException(BatchFault.EntryKind, $"Entry '{entry.Name}' is a link, a folder or a device; it must be a file.");
        }

        if (entry.IsEncrypted)
        {
            throw new BatchRejectedException(BatchFault.EntryEncrypted, $"Entry '{entry.Name}' is encrypted.");
        }

        // A clip is read where it lies: it need not be unpacked, and cannot be a bomb.
        if (entry.Name == ClipRecord.EntryName && entry.Method != ZipRecord.Stored)
        {
            throw new BatchRejectedException(BatchFault.EntryMethod, $"Entry '{entry.Name}' is packed by method {entry.Method}; it must be stored (0).");
        }

        if (entry.Method is not (ZipRecord.Stored or ZipRecord.Deflated))
        {
            throw new BatchRejectedException(BatchFault.EntryMethod, $"Entry '{entry.Name}' is packed by method {entry.Method}; it must be stored (0) or deflated (8).");
        }
    }

    private static void CheckLength(ZipRecord entry, BatchLimits limits)
    {
        var most = entry.Name switch
        {
            BatchManifest.EntryName => limits.MaxManifestBytes,
            ClipRecord.EntryName => limits.MaxZipBytes,
            _ => limits.MaxFrameBytes,
        };
        if (entry.Bytes > most)
        {
            throw new BatchRejectedException(BatchFault.EntryTooLarge, $"Entry '{entry.Name}' unpacks to {entry.Bytes} bytes; at most {most} are read.");
        }

        if (entry.Bytes > RatioMattersFromBytes && entry.Bytes / limits.MaxRatio > entry.PackedBytes)
        {
            throw new BatchRejectedException(BatchFault.UnpackedTooLarge, $"Entry '{entry.Name}' unpacks from {entry.PackedBytes} to {entry.Bytes} bytes; at most {limits.MaxRatio} times its length is read.");
        }

        if (entry.Method == ZipRecord.Stored && entry.Bytes != entry.PackedBytes)
        {
            throw new BatchRejectedException(BatchFault.EntryMismatch, $"Entry '{entry.Name}' is stored, and yet has {entry.PackedBytes} bytes in the zip and {entry.Bytes} outside.");
        }
    }
}
