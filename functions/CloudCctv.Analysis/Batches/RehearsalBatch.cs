using System.IO.Compression;
using System.Security.Cryptography;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Geometry;
using CloudCctv.Contracts.Names;
using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.Analysis.Batches;

/// <summary>A batch as a device would make it, of one picture in which nothing is to be seen. It is never in a store.</summary>
internal static class RehearsalBatch
{
    private const int Width = 1280;
    private const int Height = 720;

    public static BatchName NameAt(DateTimeOffset time) => new(new EventName("rehearsal", "rehearsal", time, "00000000"), 1);

    /// <returns>The zip, from its beginning. The caller disposes it.</returns>
    public static MemoryStream Make(BatchName name)
    {
        var picture = Picture();
        var frame = new FrameName(1, name.Event.Start);
        var manifest = new BatchManifest
        {
            Version = BatchManifest.CurrentVersion,
            Device = "rehearsal",
            Site = name.Event.Site,
            Camera = name.Event.Camera,
            Event = name.Event.Id,
            EventStart = name.Event.Start,
            Part = name.Part,
            Frames =
            [
                new FrameRecord
                {
                    Name = frame.ToString(),
                    Time = name.Event.Start,
                    MotionScore = 0.1,
                    // So small that it gets a second look, where there is one.
                    MotionBox = new Box(0.45, 0.45, 0.5, 0.55),
                    Zones = [],
                    Sha256 = Convert.ToHexStringLower(SHA256.HashData(picture)),
                    Bytes = picture.Length,
                },
            ],
        };
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, BatchManifest.EntryName, ManifestSerializer.Write(manifest));
            Add(zip, frame.ToString(), picture);
        }

        bytes.Position = 0;
        return bytes;
    }

    private static void Add(ZipArchive zip, string name, byte[] bytes)
    {
        using var content = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
        content.Write(bytes);
    }

    // From black to white, so that there is something to decode.
    private static byte[] Picture()
    {
        var rgb = new byte[Width * Height * 3];
        for (var i = 0; i < rgb.Length; i++)
        {
            rgb[i] = (byte)(i / 3 % Width * 255 / Width);
        }

        using var encoder = new JpegEncoder();
        using var jpeg = encoder.EncodeRgb(rgb, Width, Height, quality: 80);
        return jpeg.Span.ToArray();
    }
}
