using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;
using CloudCctv.HostileBatches.Jpegs;
using CloudCctv.HostileBatches.Zips;

namespace CloudCctv.HostileBatches;

/// <summary>A batch that is sound until somebody changes it: manifest as JSON, entries with all their fields.</summary>
public sealed class RawBatch
{
    public static readonly DateTimeOffset EventStart = new(2026, 11, 20, 7, 32, 5, 123, TimeSpan.Zero);

    public static readonly BatchName DefaultName = new(new EventName("farm", "gate", EventStart, "4k7x9m2q"), 1);

    private RawBatch(BatchName name) => Manifest = new JsonObject
    {
        ["version"] = BatchManifest.CurrentVersion,
        ["device"] = "pi-4",
        ["site"] = name.Event.Site,
        ["camera"] = name.Event.Camera,
        ["event"] = name.Event.Id,
        ["eventStart"] = name.Event.Start,
        ["part"] = name.Part,
        ["frames"] = new JsonArray(),
    };

    public JsonObject Manifest { get; }

    public JsonArray Frames => (JsonArray)Manifest["frames"]!;

    /// <summary>The bytes of the manifest instead of <see cref="Manifest"/>.</summary>
    public byte[]? ManifestBytes { get; set; }

    /// <summary>Changes the manifest's entry.</summary>
    public Action<RawEntry> ChangeManifestEntry { get; set; } = _ => { };

    /// <summary>Frames first, as the device writes them; the manifest comes last.</summary>
    public RawZip Zip { get; } = new();

    public RawEntry First => Zip.Entries[0];

    /// <summary>An empty scene, then a person.</summary>
    public static RawBatch Sound(BatchName? name = null) => Of(name ?? DefaultName, Picture.Empty(), Picture.WithPerson());

    /// <summary>Something in the place of the empty scene, with length and hash as the manifest says.</summary>
    public static byte[] WithFirst(byte[] content) => Of(DefaultName, content, Picture.WithPerson()).ToBytes();

    public static RawBatch Of(BatchName name, params byte[][] jpegs)
    {
        var batch = new RawBatch(name);
        for (var i = 0; i < jpegs.Length; i++)
        {
            batch.Add(new FrameName(i + 1, name.Event.Start.AddSeconds(i)).ToString(), name.Event.Start.AddSeconds(i), jpegs[i]);
        }

        return batch;
    }

    public static byte[] Changed(Action<RawBatch> change, BatchName? name = null)
    {
        var batch = Sound(name);
        change(batch);
        return batch.ToBytes();
    }

    public byte[] ToBytes()
    {
        var manifest = new RawEntry(BatchManifest.EntryName, ManifestBytes ?? Encoding.UTF8.GetBytes(Manifest.ToJsonString()), deflate: true);
        ChangeManifestEntry(manifest);
        return Zip.ToBytes(manifest);
    }

    private void Add(string name, DateTimeOffset time, byte[] jpeg)
    {
        Zip.Entries.Add(new RawEntry(name, jpeg));
        Frames.Add(new JsonObject
        {
            ["name"] = name,
            ["time"] = time,
            ["motionScore"] = 0.25,
            ["zones"] = new JsonArray("drive"),
            ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(jpeg)),
            ["bytes"] = jpeg.Length,
        });
    }
}
