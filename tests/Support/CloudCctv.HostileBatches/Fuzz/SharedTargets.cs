using System.Text;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Health;
using CloudCctv.Contracts.Names;
using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.HostileBatches.Fuzz;

/// <summary>The readers of hostile bytes in <c>shared/</c>.</summary>
public static class SharedTargets
{
    private const string Name = "farm/gate/2026/11/20/073205123-4k7x9m2q-0001.zip";

    private const string Heartbeat = """{"version":1,"site":"farm","device":"pi-4","time":"2026-11-20T07:32:05Z","cameras":[{"name":"gate","state":"watching"}]}""";

    private static readonly string[] Messages =
    [
        $$$"""{"batch":"{{{Name}}}"}""",
        $$$"""{"topic":"/subscriptions/x","subject":"/blobServices/default/containers/cctv/blobs/batches/{{{Name}}}","eventType":"Microsoft.Storage.BlobCreated","data":{"api":"PutBlockList"}}""",
        $$$"""{"specversion":"1.0","type":"Microsoft.Storage.BlobCreated","subject":"/blobServices/default/containers/cctv/blobs/batches/{{{Name}}}","data":{}}""",
    ];

    public static FuzzTarget CommitMessages { get; } = new("messages", random => JsonMutations.Some(Encoding.UTF8.GetBytes(Messages[random.Next(Messages.Length)]), random), ReadMessage);

    public static FuzzTarget Names { get; } = new("names", MakeName, ReadName);

    public static FuzzTarget Manifests { get; } = new("manifests", BatchMutations.Manifest, ReadManifest);

    public static FuzzTarget Heartbeats { get; } = new("heartbeats", random => JsonMutations.Some(Encoding.UTF8.GetBytes(Heartbeat), random), ReadHeartbeat);

    public static FuzzTarget Pictures { get; } = new("pictures", BatchMutations.Jpeg, DecodePicture);

    private static byte[] MakeName(Random random)
    {
        string[] names = [Name, "farm/gate/2026/11/20/073205123-4k7x9m2q", "000001-073205123.jpg", "farm"];
        return ByteMutations.Some(Encoding.UTF8.GetBytes(names[random.Next(names.Length)]), random);
    }

    private static Task<string?> ReadMessage(byte[] bytes)
    {
        var accepted = CommitMessage.TryRead(Encoding.UTF8.GetString(bytes), out var batch, out var fault);
        return Task.FromResult(
            accepted && !(BatchName.TryParse(batch!.ToString(), out var again) && again == batch) ? $"batch {batch}"
            : !accepted && fault!.Any(char.IsControl) ? "a fault of several lines"
            : null);
    }

    // Equal names, equal things: what is accepted is written the same way again.
    private static Task<string?> ReadName(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        string?[] read =
        [
            BatchName.TryParse(text, out var batch) ? batch.ToString() : null,
            EventName.TryParse(text, out var eventName) ? eventName.ToString() : null,
            FrameName.TryParse(text, out var frame) ? frame.ToString() : null,
            StoreLayout.BatchAt(text) is { } at ? StoreLayout.ObjectFor(at) : null,
        ];
        return Task.FromResult(read.FirstOrDefault(name => name is not null && name != text));
    }

    private static Task<string?> ReadManifest(byte[] bytes)
    {
        try
        {
            var manifest = ManifestSerializer.Read(bytes, RawBatch.DefaultName);
            var sound = manifest.Frames.All(frame => FrameName.TryParse(frame.Name, out _) && frame.Bytes > 0 && frame.Sha256.Length == 64
                && double.IsFinite(frame.MotionScore) && double.IsFinite(frame.Sharpness ?? 0) && frame.Zones.All(zone => zone is { Length: > 0 }));
            // What was read can be written.
            ManifestSerializer.Write(manifest);
            return Task.FromResult(sound && manifest.Site == "farm" && Slug.IsValid(manifest.Device) ? null : "a manifest that breaks a rule");
        }
        catch (ManifestException exception)
        {
            return Task.FromResult(exception.Message.Any(char.IsControl) ? "a fault of several lines" : null);
        }
    }

    private static Task<string?> ReadHeartbeat(byte[] bytes) => Task.FromResult(
        HeartbeatSerializer.TryRead(bytes, out var heartbeat, out _) && !Slug.IsValid(heartbeat.Site) ? "a heartbeat of no site" : null);

    private static Task<string?> DecodePicture(byte[] bytes)
    {
        using var decoder = new JpegDecoder(new JpegLimits(MaxPixels: 1_000_000, MaxScannedPixels: 1_000_000));
        return Task.FromResult(new[] { JpegScale.Full, JpegScale.Eighth }.Any(scale => WritesOutside(decoder, bytes, scale)) ? "written behind the buffer" : null);
    }

    private static bool WritesOutside(JpegDecoder decoder, byte[] bytes, JpegScale scale)
    {
        const int GuardBytes = 64;
        var room = Array.Empty<byte>();
        var length = 0;
        try
        {
            var header = decoder.ReadHeader(bytes);
            length = scale.Scaled(header.Width) * scale.Scaled(header.Height) * 3;
            room = new byte[length + GuardBytes];
            room.AsSpan(length).Fill(0xA5);
            decoder.DecodeRgb(bytes, scale, room.AsSpan(0, length));
        }
        catch (JpegException)
        {
            // A fair answer; what follows must hold with and without it.
        }

        return room.AsSpan(length).ContainsAnyExcept((byte)0xA5);
    }
}
