using System.ComponentModel.DataAnnotations;
using System.Reflection;
using CloudCctv.Uploader.Motion;

namespace CloudCctv.Uploader.Live.Tuning;

/// <summary>A number of the motion settings that can be tried out on the page.</summary>
/// <param name="Key">As in the settings file.</param>
/// <param name="Label">For people.</param>
/// <param name="Minimum">Smallest value accepted.</param>
/// <param name="Maximum">Largest value accepted.</param>
/// <param name="Whole">True if it has no fractions.</param>
/// <param name="Default">What holds if nobody says otherwise.</param>
internal sealed record MotionKnob(string Key, string Label, double Minimum, double Maximum, bool Whole, double Default)
{
    // In the order of the page. A gate that lacks one of them simply shows fewer.
    private static readonly (string Property, string Label)[] Wanted =
    [
        ("Sensitivity", "Sensitivity"),
        ("Threshold", "Grey levels that count as changed"),
        (nameof(MotionOptions.MinimumArea), "Smallest area that counts"),
    ];

    public static IReadOnlyList<MotionKnob> All { get; } = [.. Wanted.Select(wanted => Find(wanted.Property, wanted.Label)).OfType<MotionKnob>()];

    private static MotionKnob? Find(string name, string label)
    {
        var property = typeof(MotionOptions).GetProperty(name);
        return property?.GetCustomAttribute<RangeAttribute>() is { } range && property.GetValue(new MotionOptions()) is IConvertible preset
            ? new MotionKnob(
                char.ToLowerInvariant(name[0]) + name[1..], label, Convert.ToDouble(range.Minimum, null), Convert.ToDouble(range.Maximum, null), preset is int, preset.ToDouble(null))
            : null;
    }
}
