using System.IO.Compression;
using CloudCctv.HostileBatches.Jpegs;
using CloudCctv.HostileBatches.Zips;
using static CloudCctv.HostileBatches.HostileCorpus;

namespace CloudCctv.HostileBatches.Cases;

/// <summary>The zip as a whole: no zip, cut off, with something around it, with an end record that lies.</summary>
internal static class ContainerCases
{
    private const int EndBytes = 22;

    public static IReadOnlyList<HostileCase> All { get; } =
    [
        RejectedBytes("empty file", "not-a-zip", _ => []),
        RejectedBytes("one byte", "not-a-zip", _ => [0x50]),
        RejectedBytes("text", "not-a-zip", _ => "This is a text that is long enough."u8.ToArray()),
        RejectedBytes("a JPEG for a zip", "not-a-zip", _ => Picture.Empty()),
        RejectedBytes("gzip", "not-a-zip", GZip),
        RejectedBytes("cut in the first local header", "not-a-zip", zip => zip[..25]),
        RejectedBytes("cut in the first content", "not-a-zip", zip => zip[..200]),
        RejectedBytes("cut before the directory", "not-a-zip", zip => zip[..DirectoryAt(zip)]),
        RejectedBytes("cut in the directory", "not-a-zip", zip => zip[..(DirectoryAt(zip) + 60)]),
        RejectedBytes("cut in the end record", "not-a-zip", zip => zip[..^10]),
        RejectedBytes("directory cut out", "not-a-zip", zip => [.. zip[..(DirectoryAt(zip) + 60)], .. zip[^EndBytes..]]),
        Rejected("bytes before the zip", "not-a-zip", batch => batch.Zip.Before = Noise(100)),
        RejectedBytes("a program before the zip", "not-a-zip", zip => [.. "#!/bin/sh\n"u8, .. zip]),
        RejectedBytes("bytes after the zip", "not-a-zip", zip => [.. zip, .. Noise(10)]),
        Rejected("bytes between entries", "not-a-zip", batch => batch.Zip.Entries[1].Gap = Noise(50)),
        Rejected("bytes before the directory", "not-a-zip", batch => batch.Zip.BeforeDirectory = Noise(50)),
        Rejected("bytes behind the directory", "not-a-zip", batch => batch.Zip.BeforeEnd = Noise(50)),
        Rejected("comment", "not-a-zip", batch => batch.Zip.Comment = "hello"u8.ToArray()),
        Rejected("comment that is not there", "not-a-zip", batch => batch.Zip.ChangeEnd = end => end.CommentBytes = 500),
        Rejected("second end record in the comment", "not-a-zip", batch => batch.Zip.Comment = RawBatch.Sound().ToBytes()),
        RejectedBytes("two zips, one behind the other", "not-a-zip", zip => [.. zip, .. zip]),
        Rejected("several disks", "zip-unsupported", batch => batch.Zip.ChangeEnd = end => (end.Disk, end.DirectoryDisk) = (1, 1)),
        Rejected("entries on several disks", "zip-unsupported", batch => batch.Zip.ChangeEnd = end => end.EntriesHere = 1),
        Rejected("an entry on another disk", "zip-unsupported", batch => batch.First.Disk = 1),
        Rejected("zip64 number of entries", "zip-unsupported", batch => batch.Zip.ChangeEnd = end => (end.Entries, end.EntriesHere) = (0xFFFF, 0xFFFF)),
        Rejected("zip64 place of the directory", "zip-unsupported", batch => batch.Zip.ChangeEnd = end => end.DirectoryAt = uint.MaxValue),
        Rejected("zip64 end records that say otherwise", "not-a-zip", batch => batch.Zip.BeforeEnd = Zip64End()),
        Rejected("zip64 length of an entry", "zip-unsupported", batch => batch.First.Both(fields => fields with { Bytes = uint.MaxValue })),
        Rejected("zip64 field beside honest lengths", "zip-unsupported", batch => batch.First.CentralExtra = [1, 0, 8, 0, 0, 0, 0, 0, 1, 0, 0, 0]),
        Rejected("claims an entry too many", "not-a-zip", batch => batch.Zip.ChangeEnd = end => (end.Entries, end.EntriesHere) = (4, 4)),
        Rejected("claims an entry too few", "not-a-zip", batch => batch.Zip.ChangeEnd = end => (end.Entries, end.EntriesHere) = (2, 2)),
        Rejected("claims 2000 entries", "too-many-entries", batch => batch.Zip.ChangeEnd = end => (end.Entries, end.EntriesHere) = (2_000, 2_000)),
        Rejected("claims a directory of 1 GB", "too-many-entries", batch => batch.Zip.ChangeEnd = end => end.DirectoryBytes = 1 << 30),
        Rejected("directory behind the end", "not-a-zip", batch => batch.Zip.ChangeEnd = end => end.DirectoryAt += 1_000_000),
        RejectedBytes("directory of rubbish", "not-a-zip", zip => [.. zip[..DirectoryAt(zip)], .. new byte[zip.Length - EndBytes - DirectoryAt(zip)], .. zip[^EndBytes..]]),
        Rejected("comment of an entry", "zip-unsupported", batch => batch.First.Comment = "hello"u8.ToArray()),
        new("no entries", Ending.Rejected, "manifest-missing", () => new RawZip().ToBytes()),
    ];

    private static int DirectoryAt(byte[] zip) => BitConverter.ToInt32(zip, zip.Length - 6);

    private static byte[] GZip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }

    // An end record of 56 bytes that claims 4 billion entries, and its locator of 20.
    private static byte[] Zip64End() =>
    [
        0x50, 0x4B, 6, 6, 44, .. new byte[7], 45, 0, 45, 0, .. new byte[8],
        .. BitConverter.GetBytes(4_000_000_000L), .. BitConverter.GetBytes(4_000_000_000L), .. BitConverter.GetBytes(1L << 40), .. BitConverter.GetBytes(0L),
        0x50, 0x4B, 6, 7, 0, 0, 0, 0, .. new byte[8], 1, 0, 0, 0,
    ];
}
