namespace CloudCctv.Uploader.Events;

/// <summary>What an event may keep of what its options allow, where bytes have to be saved.</summary>
public sealed record FrameAllowance
{
    public static readonly FrameAllowance Full = new();

    /// <summary>Of <see cref="EventOptions.FramesPerEvent"/>, 0..1.</summary>
    public double Frames { get; init; } = 1;

    /// <summary>Of <see cref="EventOptions.KeepFramesPerSecond"/>, more than 0, at most 1.</summary>
    public double Rate { get; init; } = 1;

    /// <summary>Frames of one event at most, at least 2 (what moved first, and what confirmed it); null for no further limit.</summary>
    public int? MostFrames { get; init; }

    /// <summary>Nothing is kept after the frame that confirms the event.</summary>
    public bool FirstBatchOnly { get; init; }

    /// <summary>Pictures are made smaller until no side is longer; null for as they are.</summary>
    public int? LongestSidePixels { get; init; }
}
