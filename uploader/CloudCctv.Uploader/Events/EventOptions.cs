using System.ComponentModel.DataAnnotations;

namespace CloudCctv.Uploader.Events;

/// <summary>When motion becomes an event, and which of its frames are kept.</summary>
public sealed record EventOptions
{
    /// <summary>Frames with motion before an event is believed; fewer, and it was a leaf. Lower alerts sooner.</summary>
    [Range(1, 100)]
    public int MinimumMotionFrames { get; init; } = 5;

    /// <summary>Frames without motion that end an event.</summary>
    [Range(1, 1000)]
    public int QuietFrames { get; init; } = 20;

    /// <summary>An event that lasts longer is ended; what still moves becomes the next one.</summary>
    [Range(1.0, 3600.0)]
    public double MaximumSeconds { get; init; } = 60;

    /// <summary>Frames kept from before the first motion.</summary>
    [Range(0, 50)]
    public int PreRollFrames { get; init; } = 3;

    /// <summary>Frames kept after motion has stopped.</summary>
    [Range(0, 50)]
    public int PostRollFrames { get; init; } = 3;

    /// <summary>Frames per second kept at most, pre-roll included: what the link and the detector are asked to carry.</summary>
    [Range(0.1, 120)]
    public double KeepFramesPerSecond { get; init; } = 5;

    /// <summary>Quality of frames that must be encoded (H.264 and other video); a camera's own JPEGs stay untouched.</summary>
    [Range(30, 100)]
    public int JpegQuality { get; init; } = 85;
}
