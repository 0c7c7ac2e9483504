using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace CloudCctv.Uploader.Motion;

/// <summary>
/// What <see cref="MotionOptions.Sensitivity"/> makes of the numbers of every mode. Differences in grey levels and smallest areas
/// are multiplied by 2^((50 − s) / 25), squared differences by the square of that: 50 leaves all as they are written, 75 halves
/// them, 25 doubles them. The results stay within what each option allows. Pure, and monotone: more never means a higher number.
/// </summary>
public static class Sensitivity
{
    /// <summary>Leaves the numbers alone.</summary>
    public const int Middle = 50;

    private const double StepsPerDoubling = 25;

    /// <param name="sensitivity">1 to 100.</param>
    /// <returns>What differences and areas are multiplied by, 1/4 to 3.9.</returns>
    public static double FactorOf(int sensitivity) => Math.Pow(2, (Middle - sensitivity) / StepsPerDoubling);

    /// <summary>The options that a gate goes by: with all numbers as the sensitivity makes them, and the sensitivity in the middle.</summary>
    public static MotionOptions Applied(MotionOptions options)
    {
        if (options.Sensitivity == Middle)
        {
            return options;
        }

        var factor = FactorOf(options.Sensitivity);
        return options with
        {
            Sensitivity = Middle,
            Threshold = Whole(options.Threshold * factor, options, nameof(MotionOptions.Threshold)),
            MinimumArea = Within(options.MinimumArea * factor, options, nameof(MotionOptions.MinimumArea)),
            Night = options.Night with
            {
                Threshold = Whole(options.Night.Threshold * factor, options.Night, nameof(NightOptions.Threshold)),
                MinimumArea = Within(options.Night.MinimumArea * factor, options.Night, nameof(NightOptions.MinimumArea)),
            },
            RunningAverage = options.RunningAverage with
            {
                Threshold = Whole(options.RunningAverage.Threshold * factor, options.RunningAverage, nameof(RunningAverageOptions.Threshold)),
            },
            FrameDelta = options.FrameDelta with { Threshold = Within(options.FrameDelta.Threshold * factor, options.FrameDelta, nameof(FrameDeltaOptions.Threshold)) },
            Baseline = options.Baseline with
            {
                MeanSquaredError = Within(options.Baseline.MeanSquaredError * factor * factor, options.Baseline, nameof(BaselineOptions.MeanSquaredError)),
            },
        };
    }

    private static int Whole(double value, object options, string property) => (int)Within(Math.Round(value), options, property);

    private static double Within(double value, object options, string property)
    {
        var range = options.GetType().GetProperty(property)!.GetCustomAttribute<RangeAttribute>()!;
        return Math.Clamp(value, Convert.ToDouble(range.Minimum, null), Convert.ToDouble(range.Maximum, null));
    }
}
