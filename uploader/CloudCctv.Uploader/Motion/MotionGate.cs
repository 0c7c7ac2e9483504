using CloudCctv.Uploader.Motion.Adaptive;
using CloudCctv.Uploader.Motion.Classic;

namespace CloudCctv.Uploader.Motion;

/// <summary>Chooses the gate for a camera.</summary>
public static class MotionGate
{
    /// <param name="options">What counts; its sensitivity is applied here.</param>
    /// <param name="before">The gate that it takes the place of; null for the first. What it has learned is lost, but for a snap.</param>
    public static IMotionGate Create(MotionOptions options, IMotionGate? before = null) => OfMode(Sensitivity.Applied(options), before);

    private static IMotionGate OfMode(MotionOptions options, IMotionGate? before) => options.Mode switch
    {
        MotionMode.Adaptive => new AdaptiveGate(options),
        MotionMode.RunningAverage => new RunningAverageGate(options),
        MotionMode.FrameDelta => new FrameDeltaGate(options),
        MotionMode.Baseline => new BaselineGate(options, before as BaselineGate),
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.Mode, "There is no such mode."),
    };
}
