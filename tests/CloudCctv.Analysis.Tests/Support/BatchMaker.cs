using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Analysis.Tests.Support;

/// <summary>Makes batches as a device would, and lets a test spoil them on the way.</summary>
internal sealed class BatchMaker(BatchName name)
{
    public static readonly DateTimeOffset EventStart = new(2026, 11, 20, 7, 32, 5, 123, TimeSpan.Zero);

    private readonly List<(FrameRecord Record, byte[] Bytes)> frames = [];
    private readonly List<(string Name, byte[] Bytes)> extras = [];

    public BatchName Name { get; } = name;

    /// <summary>Changes the manifest before it is written.</summary>
    public Action<JsonNode> SpoilManifest { get; set; } = _ => { };

    /// <summary>Number of its first frame, which is also its second within the event, from 1.</summary>
    public int FirstFrame { get; init; } = ((name.Part - 1) * 100) + 1;

    /// <summary>From one frame to the next.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    public bool WithManifest { get; set; } = true;

    /// <summary>Of the frames. The uploader stores them as they are; others may not.</summary>
    public CompressionLevel Compression { get; init; } = CompressionLevel.Fastest;

    public static BatchMaker For(string camera = "gate", int part = 1, string id = "4k7x9m2q", DateTimeOffset? start = null) =>
        new(new BatchName(new EventName("farm", camera, start ?? EventStart, id), part));

    /// <summary>Adds frames, an <see cref="Interval"/> apart, numbered on from the parts before (a hundred each).</summary>
    public BatchMaker With(params byte[][] jpegs)
    {
        foreach (var jpeg in jpegs)
        {
            var number = FirstFrame + frames.Count;
            var time = Name.Event.Start + ((number - 1) * Interval);
            frames.Add((new FrameRecord
            {
                Name = new FrameName(number, time).ToString(),
                Time = time,
                MotionScore = 0.25,
                Zones = ["drive"],
                Sha256 = Convert.ToHexStringLower(SHA256.HashData(jpeg)),
                Bytes = jpeg.Length,
            }, jpeg));
        }

        return this;
    }

    /// <summary>Puts something else where the manifest expects a frame.</summary>
    public BatchMaker Replace(int frame, byte[] bytes)
    {
        frames[frame] = (frames[frame].Record, bytes);
        return this;
    }

    /// <summary>Adds an entry that the manifest does not know.</summary>
    public BatchMaker WithExtra(string entry, byte[] bytes)
    {
        extras.Add((entry, bytes));
        return this;
    }

    public FrameName FrameNamed(int index) => FrameName.TryParse(frames[index].Record.Name, out var name) ? name : throw new InvalidOperationException();

    public byte[] ToZip()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            if (WithManifest)
            {
                Write(zip, BatchManifest.EntryName, Manifest(), CompressionLevel.Optimal);
            }

            foreach (var (entry, content) in frames.Select(frame => (frame.Record.Name, frame.Bytes)).Concat(extras))
            {
                Write(zip, entry, content, Compression);
            }
        }

        return bytes.ToArray();
    }

    private byte[] Manifest()
    {
        var manifest = JsonNode.Parse(ManifestSerializer.Write(new BatchManifest
        {
            Version = BatchManifest.CurrentVersion,
            Device = "pi-4",
            Site = Name.Event.Site,
            Camera = Name.Event.Camera,
            Event = Name.Event.Id,
            EventStart = Name.Event.Start,
            Part = Name.Part,
            Frames = [.. frames.Select(frame => frame.Record)],
        }))!;
        SpoilManifest(manifest);
        return System.Text.Encoding.UTF8.GetBytes(manifest.ToJsonString());
    }

    private static void Write(ZipArchive zip, string entry, byte[] bytes, CompressionLevel level)
    {
        using var content = zip.CreateEntry(entry, level).Open();
        content.Write(bytes);
    }
}
