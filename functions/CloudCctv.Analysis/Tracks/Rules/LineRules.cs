using System.ComponentModel.DataAnnotations;

namespace CloudCctv.Analysis.Tracks.Rules;

/// <summary>What the settings of counting lines must be.</summary>
internal static class LineRules
{
    public static IEnumerable<ValidationResult> FaultsOf(CameraRules rules)
    {
        foreach (var line in rules.Lines.Where(line => LineText.TryParse(line) is null))
        {
            yield return new($"{nameof(rules.Lines)} '{line}' must be {LineText.Form}.", [nameof(rules.Lines)]);
        }

        foreach (var same in rules.CountingLines().GroupBy(line => line.Name).Where(same => same.Count() > 1))
        {
            yield return new($"{nameof(rules.Lines)}: two lines have the name '{same.Key}'; what is counted is told apart by it.", [nameof(rules.Lines)]);
        }

        foreach (var text in rules.AlertCrossings)
        {
            if (FaultOf(text, rules) is { } fault)
            {
                yield return new($"{nameof(rules.AlertCrossings)} '{text}' {fault}", [nameof(rules.AlertCrossings)]);
            }
        }

        if (rules.AlertOnlyCrossings && rules.AlertCrossings.Count == 0)
        {
            yield return new($"{nameof(rules.AlertOnlyCrossings)} needs {nameof(rules.AlertCrossings)}: without them nothing would be told.", [nameof(rules.AlertOnlyCrossings)]);
        }
    }

    private static string? FaultOf(string text, CameraRules rules) => CrossingRule.TryParse(text) switch
    {
        null => $"must be {CrossingRule.Form}.",
        { Line: CrossingRule.AnyLine } when rules.Lines.Count == 0 => $"needs a line in {nameof(rules.Lines)}.",
        { Line: not CrossingRule.AnyLine } rule when !rules.CountingLines().Any(line => line.Name == rule.Line) =>
            $"names no line of this camera; {nameof(rules.Lines)} has {(rules.Lines.Count == 0 ? "none" : string.Join(", ", rules.CountingLines().Select(line => line.Name)))}.",
        _ => null,
    };
}
