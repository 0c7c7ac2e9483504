using System.Globalization;

namespace CloudCctv.Detection.Evaluation.Labels;

/// <summary>Labels cannot be used. Each line of the message names file and place, the value, and what would be right.</summary>
public sealed class LabelException(IReadOnlyList<string> faults) : Exception(Text(faults))
{
    private const int Shown = 20;

    public LabelException(string fault)
        : this([fault])
    {
    }

    public IReadOnlyList<string> Faults { get; } = faults;

    private static string Text(IReadOnlyList<string> faults) => string.Join(
        Environment.NewLine,
        [.. faults.Take(Shown), .. faults.Count > Shown ? [string.Create(CultureInfo.InvariantCulture, $"… and {faults.Count - Shown} more.")] : Array.Empty<string>()]);
}
