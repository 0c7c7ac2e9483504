using CloudCctv.Uploader.Motion.Adaptive;
using CloudCctv.Uploader.Motion.Classic;

namespace CloudCctv.Uploader.Motion;

/// <summary>Chooses the gate for a camera.</summary>
public static class MotionGate
{
    public static IMotionGate Create(MotionOptions options) => options.Mode switch
    {
        MotionMode.Adaptive => new AdaptiveGate(options),
        MotionMode.RunningAverage => new RunningAverageGate(options),
        MotionMode.FrameDelta => new FrameDeltaGate(options),
        MotionMode.Baseline => new BaselineGate(options),
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.Mode, "There is no such mode."),
    };
}
