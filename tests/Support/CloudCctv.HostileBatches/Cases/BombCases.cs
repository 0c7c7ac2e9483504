using CloudCctv.HostileBatches.Zips;
using static CloudCctv.HostileBatches.HostileCorpus;

namespace CloudCctv.HostileBatches.Cases;

/// <summary>Little that becomes much.</summary>
internal static class BombCases
{
    private const string FrameName = "000009-073209123.jpg";

    public static IReadOnlyList<HostileCase> All { get; } =
    [
        Rejected("larger than allowed", "zip-too-large", batch => batch.Zip.Entries.Add(new RawEntry(FrameName, Noise((int)MaxZipBytes)))),
        Rejected("1100 entries", "too-many-entries", batch => batch.Zip.Entries.AddRange(Many(1_100, [1]))),
        Rejected("entry of 20 MB", "entry-too-large", batch => batch.Zip.Entries.Add(new RawEntry(FrameName, new byte[20 << 20], deflate: true))),
        Rejected("entry of 3 MB out of 3 kB", "unpacked-too-large", batch => batch.Zip.Entries.Add(new RawEntry(FrameName, new byte[3 << 20], deflate: true))),
        Rejected("90 entries of 1 MB", "unpacked-too-large", batch => batch.Zip.Entries.AddRange(Many(90, new byte[1 << 20]))),
        Rejected("claims an entry of 4 GB", "entry-too-large", batch => batch.First.Both(fields => fields with { Bytes = uint.MaxValue - 1 })),
        Rejected("claims 900 entries of 1 MB", "unpacked-too-large", batch => batch.Zip.Entries.AddRange(Many(900, [1]).Select(Claiming1Mb))),
        Rejected("900 records for the same kernel", "entry-overlap", batch => batch.Zip.Entries.AddRange(Many(900, new byte[10_000]).Select(entry => Shared(entry)))),
        Rejected("records that quote each other's headers", "entry-mismatch", Quoted),
        FirstFrame("declares 1 kB, unpacks to 3 MB", "frame-length", batch => batch.First.Repack(RawEntry.Deflate(new byte[3 << 20])).Both(fields => fields with { Method = 8, Bytes = 1_000 })),
        FirstFrame("declares what the manifest says, unpacks to 3 MB", "frame-unreadable", batch => batch.First.Repack(RawEntry.Deflate(new byte[3 << 20])).Both(fields => fields with { Method = 8 })),
        Rejected("manifest of 2 MB", "entry-too-large", batch => batch.Manifest["device"] = new string('x', 2 << 20)),
        Rejected("manifest that declares 1 kB and unpacks to 3 MB", "manifest-invalid", batch => batch.ChangeManifestEntry = entry => entry.Repack(RawEntry.Deflate(new byte[3 << 20])).Both(fields => fields with { Bytes = 1_000 })),
    ];

    private static IEnumerable<RawEntry> Many(int entries, byte[] content) =>
        Enumerable.Range(10, entries).Select(i => new RawEntry($"{i:D6}-073205123.jpg", content, deflate: content.Length > 1));

    private static RawEntry Claiming1Mb(RawEntry entry) => entry.Both(fields => fields with { Method = 8, Bytes = 1 << 20 });

    // D. Fifield, "A better zip bomb" (2019): one kernel of data, as many records as fit.
    private static RawEntry Shared(RawEntry entry)
    {
        (entry.HasBody, entry.ClaimedAt) = (false, all => all[0].At);
        return entry;
    }

    // The same paper: each entry's data holds the next one's local header in a stored block of Deflate.
    private static void Quoted(RawBatch batch)
    {
        var inner = new RawEntry("000003-073205123.jpg", new byte[5_000], deflate: true) { HasBody = false };
        inner.ClaimedAt = all => all[0].At + 55;
        batch.First.Both(fields => fields with { Method = 8, PackedBytes = 5 });
        batch.Zip.Entries.Add(inner);
    }
}
