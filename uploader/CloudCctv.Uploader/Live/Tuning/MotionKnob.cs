using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using CloudCctv.Uploader.Motion;

namespace CloudCctv.Uploader.Live.Tuning;

/// <summary>A number of the motion settings that can be tried out on the page.</summary>
/// <param name="Key">As in the settings file, with a point where it lies deeper: <c>baseline.meanSquaredError</c>.</param>
/// <param name="Label">For people.</param>
/// <param name="Minimum">Smallest value accepted.</param>
/// <param name="Maximum">Largest value accepted.</param>
/// <param name="Whole">True if it has no fractions.</param>
/// <param name="Default">What holds if nobody says otherwise.</param>
/// <param name="Modes">The modes that heed it, as in the settings file.</param>
internal sealed record MotionKnob(
    string Key, string Label, double Minimum, double Maximum, bool Whole, double Default,
    IReadOnlyList<string> Modes)
{
    /// <summary>In the order of the page.</summary>
    public static IReadOnlyList<MotionKnob> All { get; } =
    [
        Of("sensitivity", "Sensitivity", Enum.GetValues<MotionMode>()),
        Of("threshold", "Grey levels that count as changed", MotionMode.Adaptive),
        Of("runningAverage.threshold", "Grey levels that count as changed", MotionMode.RunningAverage),
        Of("minimumArea", "Smallest area that counts", MotionMode.Adaptive, MotionMode.RunningAverage),
        Of("runningAverage.weight", "Share of each picture that becomes the scene", MotionMode.RunningAverage),
        Of("frameDelta.threshold", "Mean difference that counts, grey levels", MotionMode.FrameDelta),
        Of("baseline.meanSquaredError", "Mean squared difference that counts", MotionMode.Baseline),
    ];

    private static MotionKnob Of(string key, string label, params MotionMode[] modes)
    {
        string[] path = [.. key.Split('.').Select(part => char.ToUpperInvariant(part[0]) + part[1..])];
        var options = path[..^1].Aggregate((object)new MotionOptions(), (outer, name) => outer.GetType().GetProperty(name)!.GetValue(outer)!);
        var property = options.GetType().GetProperty(path[^1])!;
        var range = property.GetCustomAttribute<RangeAttribute>()!;
        return new MotionKnob(
            key, label, Convert.ToDouble(range.Minimum, null), Convert.ToDouble(range.Maximum, null), property.PropertyType == typeof(int), Convert.ToDouble(property.GetValue(options), null),
            [.. modes.Select(mode => JsonNamingPolicy.CamelCase.ConvertName(mode.ToString()))]);
    }
}
