using System.Text;
using CloudCctv.HostileBatches.Zips;
using static CloudCctv.HostileBatches.HostileCorpus;

namespace CloudCctv.HostileBatches.Cases;

/// <summary>Kinds, methods, headers and contents of entries.</summary>
internal static class EntryCases
{
    private const ushort Unix = (3 << 8) | 20;

    public static IReadOnlyList<HostileCase> All { get; } =
    [
        Rejected("symbolic link", "entry-kind", batch => (batch.First.MadeBy, batch.First.Attributes) = (Unix, 0xA1FFu << 16)),
        Rejected("device of Unix", "entry-kind", batch => (batch.First.MadeBy, batch.First.Attributes) = (Unix, 0x21B6u << 16)),
        Rejected("named pipe", "entry-kind", batch => (batch.First.MadeBy, batch.First.Attributes) = (Unix, 0x11B6u << 16)),
        Rejected("folder by its attributes", "entry-kind", batch => batch.First.Attributes = 0x10),
        Rejected("encrypted", "entry-encrypted", batch => batch.First.Both(fields => fields with { Flags = 1 })),
        Rejected("strongly encrypted", "entry-encrypted", batch => batch.First.Both(fields => fields with { Flags = 1 << 6 })),
        Rejected("encrypted directory", "entry-encrypted", batch => batch.First.Both(fields => fields with { Flags = 1 << 13 })),
        Rejected("AES by its field only", "entry-encrypted", batch => batch.First.CentralExtra = [0x01, 0x99, 7, 0, 2, 0, 0x41, 0x45, 3, 8, 0]),
        Rejected("method Deflate64", "entry-method", batch => batch.First.Both(fields => fields with { Method = 9 })),
        Rejected("method BZIP2", "entry-method", batch => batch.First.Both(fields => fields with { Method = 12 })),
        Rejected("method LZMA", "entry-method", batch => batch.First.Both(fields => fields with { Method = 14 })),
        Rejected("method Zstandard", "entry-method", batch => batch.First.Both(fields => fields with { Method = 93 })),
        Rejected("method that does not exist", "entry-method", batch => batch.First.Both(fields => fields with { Method = 0xFFFF })),
        Rejected("another name in the local header", "entry-mismatch", batch => batch.First.LocalName = Encoding.ASCII.GetBytes("000003-073205123.jpg")),
        Rejected("a path in the local header", "entry-mismatch", batch => batch.First.LocalName = Encoding.ASCII.GetBytes("../../etc/cron.d/xxx")),
        Rejected("another method in the local header", "entry-mismatch", batch => batch.First.Local = batch.First.Local with { Method = 8 }),
        Rejected("other flags in the local header", "entry-mismatch", batch => batch.First.Local = batch.First.Local with { Flags = 1 }),
        Rejected("another CRC in the local header", "entry-mismatch", batch => batch.First.Local = batch.First.Local with { Crc = 1 }),
        Rejected("other lengths in the local header", "entry-mismatch", batch => batch.First.Local = batch.First.Local with { Bytes = 1 }),
        Rejected("lengths of 0 without a descriptor", "entry-mismatch", batch => batch.First.Local = new Fields(0, 0, 0, 0, 0)),
        Rejected("directory that points into an entry", "entry-overlap", batch => batch.Zip.Entries[1].ClaimedAt = all => all[0].At + 40),
        Rejected("two records for the same bytes", "entry-overlap", batch => batch.Zip.Entries.Add(new RawEntry("000003-073205123.jpg", [1]) { HasBody = false, ClaimedAt = all => all[0].At })),
        Rejected("record that points into the directory", "entry-overlap", batch => batch.Zip.Entries.Add(new RawEntry("000003-073205123.jpg", [1]) { HasBody = false, ClaimedAt = all => all[^1].At + 40 })),
        Rejected("entry that reaches into the next", "entry-overlap", batch => batch.First.Both(fields => fields with { PackedBytes = fields.PackedBytes + 200, Bytes = fields.Bytes + 200 })),
        Rejected("entry that reaches behind the end", "entry-overlap", batch => batch.ChangeManifestEntry = entry => entry.Both(fields => fields with { PackedBytes = 1_000_000 })),
        Rejected("entry that ends before the next", "not-a-zip", batch => batch.First.Both(fields => fields with { PackedBytes = fields.PackedBytes - 200, Bytes = fields.Bytes - 200 })),
        Rejected("record that points behind the end", "not-a-zip", batch => batch.First.ClaimedAt = _ => 500_000_000),
        RejectedBytes("local header without a signature", "entry-mismatch", zip => [0, .. zip[1..]]),
        Rejected("stored with two lengths", "entry-mismatch", batch => batch.First.Both(fields => fields with { Bytes = fields.Bytes + 1 })),
        FirstFrame("stored, said to be deflated", "frame-unreadable", batch => batch.First.Both(fields => fields with { Method = 8 })),
        FirstFrame("deflated, said to be stored", "frame-length", batch => batch.First.Repack(RawEntry.Deflate(batch.First.Packed)).Both(fields => fields with { Bytes = fields.PackedBytes })),
        FirstFrame("deflated data that breaks off", "frame-unreadable", batch => Deflated(batch.First, packed => packed[..^20])),
        FirstFrame("deflated data that is rubbish", "frame-unreadable", batch => Deflated(batch.First, packed => [.. Enumerable.Repeat((byte)0xFF, packed.Length)])),
        FirstFrame("deflated data of less than declared", "frame-unreadable", batch => Deflated(batch.First, _ => RawEntry.Deflate(new byte[10]))),
        FirstFrame("deflated data of more than declared", "frame-unreadable", batch => Deflated(batch.First, _ => RawEntry.Deflate(new byte[50_000]))),
        FirstFrame("wrong CRC", "frame-unreadable", batch => batch.First.Both(fields => fields with { Crc = fields.Crc ^ 1 })),
        Rejected("wrong CRC of the manifest", "manifest-invalid", batch => batch.ChangeManifestEntry = entry => entry.Both(fields => fields with { Crc = fields.Crc ^ 1 })),
        Rejected("descriptor that says otherwise", "entry-mismatch", batch => WithDescriptor(batch.First, signed: true, crc: 7)),
        Accepted("descriptor with a signature", batch => WithDescriptor(batch.First, signed: true, batch.First.Central.Crc)),
        Accepted("descriptor without a signature", batch => WithDescriptor(batch.First, signed: false, batch.First.Central.Crc)),
        Accepted("frames deflated", batch => batch.First.Repack(RawEntry.Deflate(batch.First.Packed)).Both(fields => fields with { Method = 8 })),
        Accepted("extra fields that nobody knows", batch => (batch.First.CentralExtra, batch.First.LocalExtra) = ([0xFE, 0xCA, 2, 0, 1, 2], [0xFE, 0xCA, 2, 0, 1, 2])),
        Accepted("attributes of a file on Unix", batch => (batch.First.MadeBy, batch.First.Attributes) = (Unix, 0x81A4u << 16)),
    ];

    private static void Deflated(RawEntry entry, Func<byte[], byte[]> spoil) =>
        entry.Repack(spoil(RawEntry.Deflate(entry.Packed))).Both(fields => fields with { Method = 8 });

    private static void WithDescriptor(RawEntry entry, bool signed, uint crc)
    {
        var numbers = entry.Central;
        byte[] descriptor = [.. BitConverter.GetBytes(crc), .. BitConverter.GetBytes(numbers.PackedBytes), .. BitConverter.GetBytes(numbers.Bytes)];
        entry.Descriptor = signed ? [0x50, 0x4B, 7, 8, .. descriptor] : descriptor;
        (entry.Central, entry.Local) = (numbers with { Flags = 8 }, new Fields(8, numbers.Method, 0, 0, 0));
    }
}
