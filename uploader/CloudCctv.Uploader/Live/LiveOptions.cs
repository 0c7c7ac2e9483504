using System.ComponentModel.DataAnnotations;

namespace CloudCctv.Uploader.Live;

/// <summary>The page that the device itself serves: what its cameras see now, zones, tuning, what was caught.</summary>
public sealed record LiveOptions
{
    /// <summary>Off unless asked for. All that follows is ignored while it is off.</summary>
    public bool Enabled { get; init; }

    /// <summary>
    /// The address to listen on: 127.0.0.1 is this computer only, 0.0.0.0 everything that can reach it. There is no
    /// encryption: open it to networks whose members you trust.
    /// </summary>
    [IpAddressRule]
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>TCP port; 0 takes a free one and says which.</summary>
    [Range(0, 65535)]
    public int Port { get; init; } = 8100;

    /// <summary>
    /// Names under which people reach the page, besides addresses, localhost and this computer's own name. Others are refused,
    /// because a foreign site can make its own name point here.
    /// </summary>
    [MaxLength(20)]
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>
    /// Where pictures with people are shown, for a link on the page: the gallery's address, or :PORT if it is on this computer. No
    /// link if absent.
    /// </summary>
    [GalleryRule]
    public string? Gallery { get; init; }

    /// <summary>Pictures per second that a viewer gets at most.</summary>
    [Range(0.5, 30.0)]
    public double FramesPerSecond { get; init; } = 10;

    /// <summary>Quality of live pictures that must be encoded (H.264 and other video); a camera's own JPEGs stay untouched.</summary>
    [Range(30, 100)]
    public int JpegQuality { get; init; } = 75;

    /// <summary>Streams that are watched at once, over all cameras; more are refused.</summary>
    [Range(1, 200)]
    public int MaxViewers { get; init; } = 20;

    /// <summary>Best pictures of events that are kept on the device per camera; the oldest goes first. 0 keeps none.</summary>
    [Range(0, 10000)]
    public int CapturesKept { get; init; } = 200;
}
