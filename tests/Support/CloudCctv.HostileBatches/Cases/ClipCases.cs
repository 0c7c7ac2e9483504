using CloudCctv.Contracts.Batches;
using CloudCctv.HostileBatches.Zips;

namespace CloudCctv.HostileBatches.Cases;

/// <summary>Batches of clips, and clips where none belong.</summary>
internal static class ClipCases
{
    private const string Clip = ClipRecord.EntryName, Frame = "000001-073205123.jpg";

    public static IReadOnlyList<HostileCase> All { get; } =
    [
        Film("clip that is a web page", "clip-not-mp4", "<html><script>alert(1)</script></html>"u8.ToArray()),
        Film("clip that is a Matroska film", "clip-not-mp4", [0x1A, 0x45, 0xDF, 0xA3, 1, 2, 3, 4, 5, 6, 7, 8]),
        Film("clip of four bytes", "clip-not-mp4", "ftyp"u8.ToArray()),
        Film("clip of a brand that nobody knows", "clip-not-mp4", RawFilm.Sound(brand: "qt  ")),
        Film("clip whose brands break off", "clip-not-mp4", [.. RawFilm.Box("ftyp", "isom"u8), .. RawFilm.Box("moov", []), .. RawFilm.Box("mdat", [])]),
        Film("clip without a header of the film", "clip-not-mp4", [.. RawFilm.Brand(), .. RawFilm.Box("mdat", [1])]),
        Film("clip without pictures", "clip-not-mp4", [.. RawFilm.Brand(), .. RawFilm.Box("moov", [1])]),
        Film("clip with two headers of the film", "clip-not-mp4", [.. RawFilm.Sound(), .. RawFilm.Box("moov", [1])]),
        Film("clip behind another", "clip-not-mp4", [.. RawFilm.Sound(), .. RawFilm.Sound()]),
        Film("clip that does not begin with its brand", "clip-not-mp4", [.. RawFilm.Box("free", []), .. RawFilm.Sound()]),
        Film("clip with bytes behind its end", "clip-not-mp4", [.. RawFilm.Sound(), 1, 2, 3]),
        Film("clip with a zip behind its end", "clip-not-mp4", [.. RawFilm.Sound(), .. RawBatch.Sound().ToBytes()]),
        Film("clip with a box of length 0", "clip-not-mp4", [.. RawFilm.Sound(), .. RawFilm.Header(0, "free")]),
        Film("clip with a box shorter than its header", "clip-not-mp4", [.. RawFilm.Sound(), .. RawFilm.Header(7, "free")]),
        Film("clip with a box of 4 GB", "clip-not-mp4", [.. RawFilm.Sound(), .. RawFilm.Header(uint.MaxValue, "free")]),
        Film("clip with a box of 2^64 bytes", "clip-not-mp4", [.. RawFilm.Sound(), .. RawFilm.Header(1, "free"), .. Enumerable.Repeat((byte)0xFF, 8)]),
        Film("clip with a box of 2^63 bytes", "clip-not-mp4", [.. RawFilm.Sound(), .. RawFilm.Header(1, "free"), 0x80, 0, 0, 0, 0, 0, 0, 0]),
        Film("clip with a long length that breaks off", "clip-not-mp4", [.. RawFilm.Sound(), .. RawFilm.Header(1, "free"), 0, 0]),
        Film("clip with a box that has no name", "clip-not-mp4", [.. RawFilm.Sound(), 0, 0, 0, 8, 0, 1, 2, 3]),
        Film("clip of a hundred thousand boxes", "clip-not-mp4", [.. RawFilm.Sound(), .. Enumerable.Repeat(RawFilm.Box("free", []), 100_000).SelectMany(box => box)]),
        Film("clip that breaks off", "clip-not-mp4", RawFilm.Sound()[..^1]),
        Changed("clip of another hash", "clip-hash", batch => batch.Manifest["clip"]!["sha256"] = new string('a', 64)),
        Changed("clip of another length", "clip-length", batch => batch.Manifest["clip"]!["bytes"] = RawFilm.Sound().Length + 1),
        Changed("clip of another CRC", "clip-unreadable", batch => batch.First.Both(fields => fields with { Crc = fields.Crc ^ 1 })),
        Changed("clip only in the manifest", "clip-missing", batch => batch.Zip.Entries.Clear()),
        Changed("clip that is deflated", "entry-method", batch => batch.Zip.Entries[0] = new RawEntry(Clip, RawFilm.Sound(), deflate: true)),
        Changed("clip that is a link", "entry-kind", batch => (batch.First.MadeBy, batch.First.Attributes) = (0x0314, 0xA1FF_0000)),
        Changed("clip twice", "duplicate-entry", batch => batch.Zip.Entries.Add(new RawEntry(Clip, RawFilm.Sound()))),
        Changed("clip with another beside it", "entry-name", batch => batch.Zip.Entries.Add(new RawEntry("clip2.mp4", RawFilm.Sound()))),
        Changed("clip with a frame beside it", "entry-name", batch => batch.Zip.Entries.Add(new RawEntry(Frame, Jpegs.Picture.WithPerson()))),
        Changed("clip of no length", "manifest-invalid", batch => batch.Manifest["clip"]!["bytes"] = 0),
        Changed("clip with frames in its manifest", "manifest-invalid", batch => batch.Manifest["frames"] = RawBatch.Sound().Frames.DeepClone()),
        Changed("batch of a clip that tells of none", "manifest-invalid", batch => batch.Manifest.Remove("clip")),
        new("pictures in the batch of a clip", Ending.Rejected, "entry-name", () => RawBatch.Sound(RawFilm.Batch).ToBytes()) { Batch = RawFilm.Batch },
        HostileCorpus.Rejected("clip among pictures", "entry-name", batch => batch.Zip.Entries.Add(new RawEntry(Clip, RawFilm.Sound()))),
        HostileCorpus.Rejected("clip in the manifest of pictures", "manifest-invalid", batch => batch.Manifest["clip"] = RawFilm.Record(RawFilm.Sound())),
    ];

    private static HostileCase Film(string name, string fault, byte[] film) => new(name, Ending.Rejected, fault, () => RawFilm.InBatch(film).ToBytes()) { Batch = RawFilm.Batch };

    private static HostileCase Changed(string name, string fault, Action<RawBatch> change) => new(name, Ending.Rejected, fault, () =>
    {
        var batch = RawFilm.InBatch(RawFilm.Sound());
        change(batch);
        return batch.ToBytes();
    })
    {
        Batch = RawFilm.Batch,
    };
}
