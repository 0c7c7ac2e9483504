using CloudCctv.Contracts.Batches;
using CloudCctv.Imaging;

namespace CloudCctv.Analysis.Intake.Zip;

/// <summary>
/// Reads the directory of a zip as strictly as our own writer writes it, before a zip library does: programs that read a
/// zip from its front and from its end must see the same.
/// </summary>
internal static class ZipDirectory
{
    /// <param name="zip">Read at any position.</param>
    /// <param name="ofClip">Whether it is the batch of a clip, which holds no frames.</param>
    /// <param name="limits">What is read at most.</param>
    /// <returns>The entries, checked as far as that goes without unpacking; no two of the same name or the same bytes.</returns>
    /// <exception cref="BatchRejectedException">It is not a zip, or not one of a batch.</exception>
    public static IReadOnlyList<ZipRecord> Read(Stream zip, bool ofClip, BatchLimits limits)
    {
        var end = ZipEnd.Read(zip, limits);
        var records = Records(zip, end, limits);
        ZipEntries.Check(records, ofClip, limits);
        LocalHeaders.Check(zip, records, end.DirectoryAt);
        return records;
    }

    private static List<ZipRecord> Records(Stream zip, ZipEnd end, BatchLimits limits)
    {
        using var bytes = PooledBytes.Rent(end.DirectoryBytes);
        zip.Position = end.DirectoryAt;
        zip.ReadExactly(bytes.Span);
        ReadOnlySpan<byte> rest = bytes.Span;
        var records = new List<ZipRecord>(end.Entries);
        while (!rest.IsEmpty && records.Count <= end.Entries)
        {
            records.Add(ZipRecord.Take(ref rest, limits.MaxNameBytes));
        }

        return records.Count == end.Entries
            ? records
            : throw new BatchRejectedException(BatchFault.NotAZip, $"Zip is damaged: it claims {end.Entries} entries and its directory holds {(rest.IsEmpty ? "" : "more than ")}{Math.Min(records.Count, end.Entries)}.");
    }
}
