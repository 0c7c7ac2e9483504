namespace CloudCctv.Uploader.Capture.Packets;

/// <summary>One compressed picture.</summary>
/// <param name="Time">Since the start of the stream, whole milliseconds.</param>
/// <param name="IsKey">Whether it can be decoded without those before it.</param>
/// <param name="Data">As the camera sent it.</param>
internal sealed record Packet(TimeSpan Time, bool IsKey, byte[] Data)
{
    /// <summary>Whether the decoder that watches has made a picture of it: then another one will too.</summary>
    public bool IsPicture { get; set; }
}

/// <summary>
/// A key frame and what follows it up to the next one: what a decoder must be given to get at any of its pictures. Frames hold the
/// group they are of, and so groups last exactly as long as somebody may still ask for one of their pictures.
/// </summary>
internal sealed class PacketGroup
{
    // Half a minute of a camera, and 32 MB: what lasts longer without a key frame would take too long to decode for one picture.
    private const int MaxPackets = 300;
    private const int MaxBytes = 32_000_000;

    private readonly List<Packet> packets = [];
    private long bytes;

    /// <summary>The group after this one, once it has begun.</summary>
    public PacketGroup? Next { get; private set; }

    public IReadOnlyList<Packet> Packets => packets;

    /// <exception cref="PacketsUnsuitableException">The group is too long.</exception>
    public void Add(Packet packet)
    {
        packets.Add(packet);
        bytes += packet.Data.Length;
        if (packets.Count > MaxPackets || bytes > MaxBytes)
        {
            throw new PacketsUnsuitableException($"it sends no key frame within {packets.Count} pictures and {bytes / 1_000_000} MB");
        }
    }

    /// <summary>Begins the next group.</summary>
    public PacketGroup Follow() => Next = new PacketGroup();
}
