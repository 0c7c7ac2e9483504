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

    /// <summary>An event that lasts longer is cut; what still moves continues it as the next event, without a new confirmation.</summary>
    [Range(1.0, 3600.0)]
    public double MaximumSeconds { get; init; } = 60;

    /// <summary>Frames kept from before the first motion.</summary>
    [Range(0, 50)]
    public int PreRollFrames { get; init; } = 3;

    /// <summary>Frames kept after motion has stopped.</summary>
    [Range(0, 50)]
    public int PostRollFrames { get; init; } = 3;

    /// <summary>
    /// Frames per second kept at most, pre-roll included: what the link and the detector are asked to carry. Of each interval
    /// it is the best frame: the one with the largest and sharpest motion.
    /// </summary>
    [Range(0.1, 120)]
    public double KeepFramesPerSecond { get; init; } = 5;

    /// <summary>
    /// Frames kept of one event at most. The first half comes at <see cref="KeepFramesPerSecond"/>, the rest is spread over
    /// the time that is left. An event that continues another has half the frames of that one, at least 2, until something
    /// moves where nothing moved before: a flag in the wind must not fill the link, nor hide who walks past it.
    /// </summary>
    [Range(10, 10_000)]
    public int FramesPerEvent { get; init; } = 120;

    /// <summary>Quality of frames that must be encoded (H.264 and other video); a camera's own JPEGs stay untouched.</summary>
    [Range(30, 100)]
    public int JpegQuality { get; init; } = 85;
}
