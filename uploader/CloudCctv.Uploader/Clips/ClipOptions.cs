using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CloudCctv.Uploader.Clips;

/// <summary>How the pictures of a clip are stored.</summary>
[JsonConverter(typeof(ClipCodecConverter))]
public enum ClipCodec
{
    /// <summary>Encoded by libx264: small, and plays in every browser.</summary>
    H264,

    /// <summary>The camera's own JPEGs, untouched: hardly any work, but large, and few players know it; browsers do not.</summary>
    Copy,
}

/// <summary>Which clips are sent to the store. Copies: the device keeps its own.</summary>
[JsonConverter(typeof(ClipSendConverter))]
public enum ClipSend
{
    /// <summary>Those that somebody asks for on the event's page.</summary>
    Asked,

    /// <summary>Each, when it is finished; and those that somebody asks for.</summary>
    Always,

    Never,
}

/// <summary>One film per event, kept on the device.</summary>
public sealed record ClipOptions
{
    /// <summary>The longest that is sent: a batch has to hold it (<see cref="CloudCctv.Contracts.Batches.BatchLimits.MaxZipBytes"/>).</summary>
    public const long MaxSentBytes = 60L << 20;

    /// <summary>Off by default: encoding takes a good part of a small computer while something moves.</summary>
    public bool Enabled { get; init; }

    /// <summary>"h264" or "copy".</summary>
    public ClipCodec Codec { get; init; } = ClipCodec.H264;

    /// <summary>Frames per second at most; of a camera that sends more, some are left out.</summary>
    [Range(1.0, 60.0)]
    public double FramesPerSecond { get; init; } = 10;

    /// <summary>
    /// "asked", "always" or "never": which clips are sent, when nothing else waits and no data have to be saved. Ignored unless
    /// <see cref="Enabled"/>; what browsers do not play (<see cref="ClipCodec.Copy"/>) and what is longer than 60 MiB is never sent.
    /// </summary>
    public ClipSend Send { get; init; } = ClipSend.Asked;

    /// <summary>Draws date and time (UTC) into the picture. Ignored with <see cref="ClipCodec.Copy"/>.</summary>
    public bool Overlay { get; init; } = true;

    /// <summary>
    /// 1 to 100, where 60 is about CRF 28 of x264. With <see cref="ClipCodec.Copy"/> it is the quality of JPEGs made of a video
    /// camera's pictures, and ignored for a camera's own.
    /// </summary>
    [Range(1, 100)]
    public int Quality { get; init; } = 60;

    /// <summary>All clips of the camera together, the ones being written included; the oldest make room. A clip has a 16th of it at most.</summary>
    [Range(50, 10_000_000)]
    public int MaximumMegabytes { get; init; } = 2000;

    /// <summary>
    /// How long somebody may record by the live page's button before it ends by itself, seconds; 0 takes the button away. It works
    /// whether <see cref="Enabled"/> or not, and makes H.264 whatever <see cref="Codec"/> says.
    /// </summary>
    [Range(0, 7200)]
    public int OnDemandMaximumSeconds { get; init; } = 600;

    internal long MaximumBytes => MaximumMegabytes * 1_000_000L;

    internal long MaximumClipBytes => MaximumBytes / 16;

    /// <summary>Whether clips of this camera may be sent at all.</summary>
    internal bool Sends => Enabled && Send != ClipSend.Never;

    /// <summary>Whether clips are sent that nobody asked for.</summary>
    internal bool SendsUnasked => Enabled && Send == ClipSend.Always;

    /// <summary>Whether each clip is sent that is made with these options.</summary>
    internal bool SendsAll => SendsUnasked && Codec == ClipCodec.H264;
}

internal sealed class ClipCodecConverter() : JsonStringEnumConverter<ClipCodec>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);

internal sealed class ClipSendConverter() : JsonStringEnumConverter<ClipSend>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
