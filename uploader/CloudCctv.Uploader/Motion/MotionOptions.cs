using System.ComponentModel.DataAnnotations;
using CloudCctv.Contracts.Geometry;

namespace CloudCctv.Uploader.Motion;

/// <summary>What counts as motion.</summary>
public sealed record MotionOptions
{
    /// <summary>Grey levels by which a point must differ from the background to have changed. Lower sees more, and more noise.</summary>
    [Range(1, 255)]
    public int Threshold { get; init; } = 16;

    /// <summary>
    /// Share of each new picture that goes into the background. Higher forgets a parked car sooner; lower sees slower
    /// things. Kept as the nearest power of two.
    /// </summary>
    [Range(0.002, 0.5)]
    public double LearningRate { get; init; } = 1 / 16.0;

    /// <summary>Pictures that only build the background, at the start and after a change of scene.</summary>
    [Range(1, 1000)]
    public int WarmUpFrames { get; init; } = 32;

    /// <summary>Smallest area that counts, as a share of the frame: 0.001 is a person 40 pixels tall in 768×576.</summary>
    [Range(0.0, 1.0)]
    public double MinimumArea { get; init; } = 0.001;

    /// <summary>Share of the picture that must change at once to be a change of light or of the camera's view, not motion.</summary>
    [Range(0.05, 1.0)]
    public double SceneChangeArea { get; init; } = 0.5;

    /// <summary>Blocks by which changed areas grow before they are joined, so that head and feet become one person.</summary>
    [Range(0, 8)]
    public int DilateBlocks { get; init; } = 1;

    /// <summary>Where motion matters; everywhere if there are none. At most 32.</summary>
    [MaxLength(32)]
    public IReadOnlyList<Polygon> Zones { get; init; } = [];

    /// <summary>Where motion never matters.</summary>
    public IReadOnlyList<Polygon> Masks { get; init; } = [];
}
