using CloudCctv.Contracts.Health;

namespace CloudCctv.Analysis.Health;

/// <summary>Which states of a camera are faults, for all pages and alarms.</summary>
public static class CameraStates
{
    /// <summary>
    /// True if somebody should look after it. Not of one that was ended on purpose, nor of one that was just started:
    /// <see cref="Diagnosis"/> knows when that takes too long.
    /// </summary>
    public static bool IsFault(this CameraState state) => state is not (CameraState.Watching or CameraState.Starting or CameraState.Stopped);
}
