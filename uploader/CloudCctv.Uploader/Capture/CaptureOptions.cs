using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace CloudCctv.Uploader.Capture;

/// <summary>How ffmpeg asks an RTSP camera for its pictures.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RtspTransport>))]
public enum RtspTransport
{
    /// <summary>Inside the RTSP connection: nothing is lost, and firewalls let it through.</summary>
    [JsonStringEnumMemberName("tcp")]
    Tcp,

    /// <summary>For cameras that know nothing else; pictures break where packets are lost.</summary>
    [JsonStringEnumMemberName("udp")]
    Udp,

    /// <summary>UDP, and TCP if that brings nothing.</summary>
    [JsonStringEnumMemberName("auto")]
    Auto,
}

/// <summary>How a source is read.</summary>
public sealed record CaptureOptions
{
    /// <summary>For recordings: as fast as the pictures can be worked on, instead of at their own speed. Ignored for cameras.</summary>
    public bool MaxSpeed { get; init; }

    /// <summary>Pictures per second of a folder of JPEGs, which has no speed of its own. Ignored for all else.</summary>
    [Range(0.1, 120.0)]
    public double FolderFramesPerSecond { get; init; } = 10;

    /// <summary>A camera that sends nothing for this long is started again.</summary>
    [Range(1.0, 600.0)]
    public double StallSeconds { get; init; } = 15;

    /// <summary>Longest wait between two starts of a camera that is gone; the first wait is one second.</summary>
    [Range(1.0, 3600.0)]
    public double MaxRetrySeconds { get; init; } = 60;

    /// <summary>Pictures asked for per second of an http(s) URL that serves single JPEGs. Ignored for all else.</summary>
    [Range(0.05, 30.0)]
    public double SnapshotFramesPerSecond { get; init; } = 2;

    /// <summary>
    /// Takes any certificate of an https camera, such as one of its own making. Whoever is in the network between can then
    /// read and change the pictures, and learn a Basic password. Ignored for all but https.
    /// </summary>
    public bool AcceptAnyCertificate { get; init; }

    /// <summary>How an RTSP camera sends its pictures: <c>tcp</c>, <c>udp</c> or <c>auto</c>. Ignored for all else.</summary>
    [EnumDataType(typeof(RtspTransport), ErrorMessage = "tcp, udp or auto")]
    public RtspTransport RtspTransport { get; init; } = RtspTransport.Tcp;

    /// <summary>Width of a Pi camera's pictures, pixels. Ignored for all else.</summary>
    [Range(64, 4096)]
    public int Width { get; init; } = 1280;

    /// <summary>Height of a Pi camera's pictures, pixels. Ignored for all else.</summary>
    [Range(64, 4096)]
    public int Height { get; init; } = 720;

    /// <summary>Pictures per second of a Pi camera. Ignored for all else.</summary>
    [Range(1.0, 60.0)]
    public double FramesPerSecond { get; init; } = 10;

    /// <summary>
    /// Pictures per second that are looked at once nothing has moved for ten seconds; the first motion brings all of them
    /// back. Saves energy, and may see motion later by one such picture. If absent, every picture is looked at.
    /// </summary>
    [Range(0.2, 60.0)]
    public double? IdleFramesPerSecond { get; init; }
}
