using CloudCctv.Contracts.Geometry;

namespace CloudCctv.Uploader.Motion;

public enum GateState
{
    /// <summary>Learning the background: nothing counts as motion yet.</summary>
    WarmingUp,

    Watching,

    /// <summary>The whole picture changed at once (light, exposure, the camera was turned): learned anew, not motion.</summary>
    SceneChanged,
}

/// <summary>What the gate decided for one frame.</summary>
/// <param name="State">Whether it could decide.</param>
/// <param name="Score">Share of the watched area that moved, 0 to 1.</param>
/// <param name="Box">Around all that moved, in 0..1 of the frame; null if nothing did.</param>
/// <param name="Zones">Names of the zones in which something moved.</param>
public sealed record MotionResult(GateState State, double Score, Box? Box, IReadOnlyList<string> Zones)
{
    public bool Motion => Box is not null;

    /// <summary>What the mode compares with its threshold: mean or mean squared difference of all watched points. Null in modes without such a number.</summary>
    public double? Difference { get; init; }

    /// <summary>Around each thing that moved, in 0..1 of the frame; empty in modes that do not tell things apart.</summary>
    public IReadOnlyList<Box> Parts { get; init; } = [];

    internal static MotionResult Nothing(GateState state) => new(state, 0, null, []);
}
