using System.ComponentModel.DataAnnotations;
using CloudCctv.Contracts.Geometry;

namespace CloudCctv.Uploader.Motion;

/// <summary>Which gate decides.</summary>
public enum MotionMode
{
    /// <summary>Learns the scene, its noise, its leaves and its light. For everything that is not an experiment.</summary>
    Adaptive,

    /// <summary>Difference from a running average, eroded and dilated; see <see cref="RunningAverageOptions"/>.</summary>
    RunningAverage,

    /// <summary>Difference from the picture before; see <see cref="FrameDeltaOptions"/>.</summary>
    FrameDelta,

    /// <summary>Difference from a snap of the undisturbed scene; see <see cref="BaselineOptions"/>.</summary>
    Baseline,
}

/// <summary>What counts as motion.</summary>
public sealed record MotionOptions
{
    /// <summary>
    /// How it is decided. The options below belong to the adaptive mode, except for sensitivity, zones and masks, which all modes
    /// heed, and scale and areas, which the running average shares.
    /// </summary>
    public MotionMode Mode { get; init; }

    /// <summary>
    /// 1 to 100. It divides the numbers that decide, whichever the mode: 75 halves thresholds and smallest areas, 25 doubles them,
    /// 50 takes them as they stand below.
    /// </summary>
    [Range(1, 100)]
    public int Sensitivity { get; init; } = Motion.Sensitivity.Middle;

    /// <summary>How much smaller than the frame the gate's picture is: 4 or 8. With 8, all areas and people are half as large to the gate: it costs less and sees less far.</summary>
    [AllowedValues(4, 8, ErrorMessage = "4 or 8")]
    public int Scale { get; init; } = 4;

    /// <summary>Grey levels by which a point must differ from the scene to have changed, where there is little noise. Lower sees more.</summary>
    [Range(1, 255)]
    public int Threshold { get; init; } = 16;

    /// <summary>
    /// Share of each new picture that goes into the scene. Higher forgets a parked car sooner; lower sees slower things. Kept as
    /// the nearest power of two.
    /// </summary>
    [Range(0.002, 0.5)]
    public double LearningRate { get; init; } = 1 / 64.0;

    /// <summary>Pictures that only build the scene, at the start.</summary>
    [Range(1, 1000)]
    public int WarmUpFrames { get; init; } = 32;

    /// <summary>Smallest area that counts, as a share of the frame: 0.001 is a person 40 pixels tall in 768×576.</summary>
    [Range(0.0, 1.0)]
    public double MinimumArea { get; init; } = 0.001;

    /// <summary>Largest area that counts, as a share of the frame; 1 is no limit. For a camera that only cares for what is far away.</summary>
    [Range(0.0, 1.0)]
    public double MaximumArea { get; init; } = 1;

    /// <summary>Share of the picture that must change at once to be a change of light or of the camera's view, not motion.</summary>
    [Range(0.05, 1.0)]
    public double SceneChangeArea { get; init; } = 0.5;

    /// <summary>Blocks (4 × 4 points of the gate's picture) that may lie between parts of one thing, so that head and feet are one person.</summary>
    [Range(0, 8)]
    public int DilateBlocks { get; init; } = 1;

    /// <summary>Frames for which something that came in and stands still goes on being motion as long as any of its points stirs.</summary>
    [Range(0, 255)]
    public int HoldFrames { get; init; } = 20;

    /// <summary>What is different in the dark.</summary>
    public NightOptions Night { get; init; } = new();

    /// <summary>Where motion matters; everywhere if there are none. At most 32.</summary>
    [MaxLength(32)]
    public IReadOnlyList<Zone> Zones { get; init; } = [];

    /// <summary>Where motion never matters.</summary>
    public IReadOnlyList<Polygon> Masks { get; init; } = [];

    /// <summary>Lines over which is counted what goes in (from the left to the right, along an arrow from the first point to the second) and out. At most 8.</summary>
    [MaxLength(8)]
    public IReadOnlyList<CountingLine> Lines { get; init; } = [];

    public RunningAverageOptions RunningAverage { get; init; } = new();

    public FrameDeltaOptions FrameDelta { get; init; } = new();

    public BaselineOptions Baseline { get; init; } = new();
}

/// <summary>Numbers of the adaptive mode for dark pictures, whose contrast is low and whose noise is high. The picture itself tells which it is.</summary>
public sealed record NightOptions
{
    /// <summary>It is night while the scene's mean brightness is below this, grey levels; 0 never.</summary>
    [Range(0, 255)]
    public int Below { get; init; } = 45;

    /// <inheritdoc cref="MotionOptions.Threshold"/>
    [Range(1, 255)]
    public int Threshold { get; init; } = 10;

    /// <inheritdoc cref="MotionOptions.MinimumArea"/>
    [Range(0.0, 1.0)]
    public double MinimumArea { get; init; } = 0.0015;
}

/// <summary>The classic background subtraction: weighted running average, threshold, erosion, dilation, boxes.</summary>
public sealed record RunningAverageOptions
{
    /// <summary>Weight of each new picture in the average.</summary>
    [Range(0.001, 1.0)]
    public double Weight { get; init; } = 0.1;

    /// <summary>Grey levels by which a point must differ.</summary>
    [Range(1, 255)]
    public int Threshold { get; init; } = 25;

    /// <summary>Times that the changed area loses its outermost points: removes specks.</summary>
    [Range(0, 10)]
    public int ErodeIterations { get; init; } = 2;

    /// <summary>Times that what is left grows again.</summary>
    [Range(0, 10)]
    public int DilateIterations { get; init; } = 2;
}

/// <summary>Compares each picture with the one before.</summary>
public sealed record FrameDeltaOptions
{
    /// <summary>Mean difference of all watched points that is motion, grey levels.</summary>
    [Range(0.01, 255.0)]
    public double Threshold { get; init; } = 1;
}

/// <summary>Compares each picture with a snap of the undisturbed scene: the first one, or the one taken when somebody pressed the button.</summary>
public sealed record BaselineOptions
{
    /// <summary>Mean squared difference of all watched points that is motion, grey levels squared.</summary>
    [Range(1.0, 65025.0)]
    public double MeanSquaredError { get; init; } = 300;
}
