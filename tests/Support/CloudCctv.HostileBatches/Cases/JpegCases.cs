using System.Text;
using CloudCctv.HostileBatches.Jpegs;
using static CloudCctv.HostileBatches.HostileCorpus;
using static CloudCctv.HostileBatches.Jpegs.RawJpeg;

namespace CloudCctv.HostileBatches.Cases;

/// <summary>Frames whose hash and length are right, and whose content is not what a camera makes.</summary>
internal static class JpegCases
{
    public static IReadOnlyList<HostileCase> All { get; } =
    [
        Bad("one byte for a frame", _ => [0xFF]),
        Bad("GIF", _ => "GIF89a, in truth."u8.ToArray()),
        Bad("PNG", _ => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. new byte[100]]),
        Bad("HTML for a frame", _ => "<html><script>alert(1)</script></html>"u8.ToArray()),
        Bad("SVG for a frame", _ => "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"u8.ToArray()),
        Bad("PDF for a frame", _ => "%PDF-1.7 and so on"u8.ToArray()),
        Bad("zip for a frame", _ => RawBatch.Sound().ToBytes()),
        Bad("bytes before the picture", jpeg => [0, .. jpeg]),
        Bad("start marker and no more", jpeg => jpeg[..2]),
        Bad("zeros behind the start marker", jpeg => [.. jpeg[..2], .. new byte[5_000]]),
        Bad("0xFF without end", jpeg => [.. jpeg[..2], .. Enumerable.Repeat((byte)0xFF, 100_000)]),
        CutIn("cut in the first table", Quantization),
        CutIn("cut in the frame header", Baseline),
        CutIn("cut in the Huffman tables", Huffman),
        CutIn("cut in the scan header", Scan),
        Bad("cut before the picture begins", jpeg => jpeg[..Find(jpeg, Scan)]),
        Bad("cut in the middle of the picture", _ => Picture.WithPerson()[..^600]),
        Bad("no frame header", jpeg => [.. jpeg[..Find(jpeg, Baseline)], .. jpeg[Find(jpeg, Huffman)..]]),
        Bad("two frame headers", jpeg => [.. jpeg[..Find(jpeg, Huffman)], .. jpeg[Find(jpeg, Baseline)..]]),
        Bad("no quantization tables", jpeg => [.. jpeg[..2], .. jpeg[Find(jpeg, Baseline)..]]),
        Bad("Huffman table of 255 codes of one bit", jpeg => Patched(jpeg, Huffman, 5, 255)),
        Bad("segment of length 0", jpeg => With(jpeg, [0xFF, 0xE5, 0, 0])),
        Bad("segment longer than the file", jpeg => [.. jpeg[..2], 0xFF, 0xE5, 0xFF, 0xFF, .. jpeg[2..]]),
        Bad("width 0", jpeg => Resized(jpeg, 0, 240)),
        Bad("height 0, to be told later", jpeg => Resized(jpeg, 320, 0)),
        Refused("60000 × 60000 pixels", "frame-too-large", jpeg => Resized(jpeg, 60_000, 60_000)),
        Refused("65535 × 65535 pixels", "frame-too-large", jpeg => Resized(jpeg, 65_535, 65_535)),
        Refused("40 megapixels and a row", "frame-too-large", jpeg => Resized(jpeg, 8_000, 5_001)),
        Bad("40 megapixels out of 2 kB", jpeg => Resized(jpeg, 8_000, 5_000)),
        Bad("1 × 65535 pixels", jpeg => Resized(jpeg, 1, 65_535)),
        Bad("65535 × 1 pixels", jpeg => Resized(jpeg, 65_535, 1)),
        Refused("33 progressive scans", "frame-too-many-scans", _ => GreyProgressive(320, 240, 33)),
        Refused("5000 progressive scans of 16 megapixels", "frame-too-many-scans", _ => GreyProgressive(4_000, 4_000, 5_000)),
        Refused("500 sequential scans", "frame-too-many-scans", _ => ManySequentialScans(500)),
        Refused("progressive, 17 megapixels", "frame-too-large", _ => GreyProgressive(4_200, 4_200, 2)),
        Refused("CMYK", "frame-unsupported", _ => FrameHeader(Baseline, bits: 8, components: 4)),
        Refused("two components", "frame-unsupported", _ => FrameHeader(Baseline, bits: 8, components: 2)),
        Refused("255 components", "frame-unsupported", _ => FrameHeader(Baseline, bits: 8, components: 255)),
        Refused("12 bits", "frame-unsupported", _ => FrameHeader(0xC1, bits: 12, components: 3)),
        Refused("lossless", "frame-unsupported", jpeg => Patched(jpeg, Baseline, 1, 0xC3)),
        Refused("arithmetic coding", "frame-unsupported", jpeg => Patched(jpeg, Baseline, 1, 0xC9)),
        Refused("hierarchical", "frame-unsupported", jpeg => Patched(jpeg, Baseline, 1, 0xC5)),
        Fine("progressive, 32 scans", _ => GreyProgressive(320, 240, 32)),
        Fine("one pixel", _ => Picture.Empty(1, 1)),
        Fine("1 × 5000 pixels", _ => Picture.Empty(1, 5_000)),
        Fine("EXIF of 60 kB, twenty times", jpeg => With(jpeg, [.. Enumerable.Repeat(Segment(App1, [.. "Exif\0\0"u8, .. Noise(60_000)]), 20)])),
        Fine("thumbnail in the EXIF", jpeg => With(jpeg, Segment(App1, [.. "Exif\0\0"u8, .. Picture.WithPerson(64, 48)]))),
        Fine("script in a comment", jpeg => With(jpeg, Segment(Comment, Encoding.ASCII.GetBytes("*/=alert(1);/*<script>alert(1)</script>")))),
        Fine("zip behind the picture", jpeg => [.. jpeg, .. RawBatch.Sound().ToBytes()]),
        Fine("zeros behind the picture", jpeg => [.. jpeg, .. new byte[50_000]]),
    ];

    private static HostileCase Refused(string name, string fault, Func<byte[], byte[]> spoil) =>
        new(name, Ending.FirstFrameRejected, fault, () => RawBatch.WithFirst(spoil(Picture.Empty())));

    private static HostileCase Bad(string name, Func<byte[], byte[]> spoil) => Refused(name, "frame-not-jpeg", spoil);

    private static HostileCase Fine(string name, Func<byte[], byte[]> dress) => new(name, Ending.Accepted, "accepted", () => RawBatch.WithFirst(dress(Picture.Empty())));

    private static HostileCase CutIn(string name, byte marker) => Bad(name, jpeg => jpeg[..(Find(jpeg, marker) + 6)]);

    private static byte[] FrameHeader(byte marker, byte bits, byte components)
    {
        var jpeg = Picture.Empty();
        var header = Segment(marker, [bits, 0, 240, 1, 64, components, .. Enumerable.Range(1, components).SelectMany(id => new byte[] { (byte)id, 0x11, 0 })]);
        return [.. jpeg[..Find(jpeg, Baseline)], .. header, .. jpeg[Find(jpeg, Huffman)..]];
    }
}
