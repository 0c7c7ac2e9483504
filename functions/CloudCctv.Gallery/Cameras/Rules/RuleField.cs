using System.Globalization;
using CloudCctv.Analysis.Tracks.Rules;

namespace CloudCctv.Gallery.Cameras.Rules;

/// <summary>A number of <see cref="CameraRules"/> as a field of the form.</summary>
/// <param name="Key">As the settings call it.</param>
/// <param name="Label">As people do.</param>
/// <param name="Hint">What it does, in one sentence.</param>
/// <param name="Empty">What an empty field stands for.</param>
/// <param name="Read">The value, null for none.</param>
/// <param name="Write">The rules with another value; null for what an empty field stands for.</param>
public sealed record RuleField(string Key, string Label, string Hint, string Empty, Func<CameraRules, double?> Read, Func<CameraRules, double?, CameraRules> Write)
{
    private static readonly CameraRules Default = new();

    /// <summary>Of whole numbers; else shares from 0 to 1.</summary>
    public bool IsWhole { get; init; }

    public static IReadOnlyList<RuleField> Size { get; } =
    [
        Share(nameof(CameraRules.MinHeight), "Lowest height", "Who is smaller does not count: a cat, a fox.", rules => rules.MinHeight, (rules, value) => rules with { MinHeight = value }),
        Share(nameof(CameraRules.MaxHeight), "Greatest height", "Who is taller does not count: a spider on the lens.", rules => rules.MaxHeight, (rules, value) => rules with { MaxHeight = value }),
        Share(nameof(CameraRules.MinArea), "Smallest area", "Share of the whole picture.", rules => rules.MinArea, (rules, value) => rules with { MinArea = value }),
        Share(nameof(CameraRules.MaxArea), "Greatest area", "Share of the whole picture.", rules => rules.MaxArea, (rules, value) => rules with { MaxArea = value }),
    ];

    public static IReadOnlyList<RuleField> Sureness { get; } =
    [
        new(nameof(CameraRules.MinScore), "Lowest score", "One look that is less sure does not count. It can raise the score of all cameras, not lower it.", "that of all cameras",
            rules => rules.MinScore is { } score ? Math.Round(score, 4) : null, (rules, value) => rules with { MinScore = (float?)value }),
        Share(nameof(CameraRules.MedianScore), "Middle score", "Somebody who is seen more than once counts from this middle score on; 0 lets all pass.", rules => rules.MedianScore, (rules, value) => rules with { MedianScore = value }),
        Share(nameof(CameraRules.LoneScore), "Single score", "A single look as sure as this is enough.", rules => rules.LoneScore, (rules, value) => rules with { LoneScore = value }),
    ];

    public static IReadOnlyList<RuleField> Keeping { get; } =
    [
        new(nameof(CameraRules.KeepDays), "Days to keep", "Older pictures of this camera are deleted, starred ones never.", "as for all cameras",
            rules => rules.KeepDays, (rules, value) => rules with { KeepDays = (int?)value }) { IsWhole = true },
    ];

    public static IEnumerable<RuleField> All => Size.Concat(Sureness).Concat(Keeping);

    public string TextOf(CameraRules rules) => Read(rules)?.ToString("0.####", CultureInfo.InvariantCulture) ?? "";

    /// <returns>The rules with what the text says, or why it says nothing.</returns>
    public (CameraRules Rules, string? Fault) Take(CameraRules rules, string text)
    {
        if (text.Length == 0)
        {
            return (Write(rules, null), null);
        }

        const NumberStyles decimals = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;
        if (IsWhole)
        {
            return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? (Write(rules, whole), null) : (rules, $"{Key} '{text}' must be a whole number, such as 30, or empty.");
        }

        return double.TryParse(text, decimals, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? (Write(rules, value), null)
            : (rules, $"{Key} '{text}' must be a number with a point, such as 0.25, or empty.");
    }

    private static RuleField Share(string key, string label, string hint, Func<CameraRules, double> read, Func<CameraRules, double, CameraRules> write) => new(
        key, label, hint, read(Default).ToString("0.####", CultureInfo.InvariantCulture), rules => read(rules), (rules, value) => write(rules, value ?? read(Default)));
}
