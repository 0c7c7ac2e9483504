using System.Globalization;
using CloudCctv.Uploader.Motion;

namespace CloudCctv.Uploader.Settings.Checks;

/// <summary>Numbers that somebody has written and a sensitivity changes: allowed, and easily forgotten.</summary>
internal static class ScaledNumbers
{
    private static readonly MotionOptions Preset = new();

    /// <param name="motion">Of one camera.</param>
    /// <param name="path">Its key, such as <c>cameras[0].motion</c>.</param>
    /// <returns>One line per number of the mode that is not the preset.</returns>
    public static IEnumerable<string> Of(MotionOptions motion, string path)
    {
        var applied = Sensitivity.Applied(motion);
        return Numbers(motion).Zip(Numbers(Preset with { Mode = motion.Mode }), Numbers(applied))
            .Where(number => number.First.Value != number.Second.Value && number.First.Value != number.Third.Value)
            .Select(number => string.Create(
                CultureInfo.InvariantCulture,
                $"{path}.sensitivity is {motion.Sensitivity} and makes {number.Third.Value:0.#####} of {path}.{number.First.Key}, which is {number.First.Value:0.#####}: for exactly that, leave the sensitivity at {Sensitivity.Middle}."));
    }

    private static IEnumerable<(string Key, double Value)> Numbers(MotionOptions motion) => motion.Mode switch
    {
        MotionMode.Adaptive =>
            [("threshold", motion.Threshold), ("minimumArea", motion.MinimumArea), ("night.threshold", motion.Night.Threshold), ("night.minimumArea", motion.Night.MinimumArea)],
        MotionMode.RunningAverage => [("runningAverage.threshold", motion.RunningAverage.Threshold), ("minimumArea", motion.MinimumArea)],
        MotionMode.FrameDelta => [("frameDelta.threshold", motion.FrameDelta.Threshold)],
        _ => [("baseline.meanSquaredError", motion.Baseline.MeanSquaredError)],
    };
}
