using CloudCctv.Analysis.Tracks.Rules;
using Microsoft.AspNetCore.Http;

namespace CloudCctv.Gallery.Cameras.Rules;

/// <summary>The form as it is filled in, right or wrong: what somebody typed is never lost to a fault in another field.</summary>
public sealed record RuleForm
{
    /// <summary>The most zones, masks and lines of each kind: more than a person draws, and little to draw over a picture.</summary>
    public const int MostAreas = 100;

    /// <summary>Numbers by their key.</summary>
    public required IReadOnlyDictionary<string, string> Numbers { get; init; }

    /// <summary>One on each line, as are masks and lines.</summary>
    public required string Zones { get; init; }

    public required string Masks { get; init; }

    public required string Lines { get; init; }

    /// <summary>One on each line.</summary>
    public required string AlertCrossings { get; init; }

    public required bool AlertOnlyCrossings { get; init; }

    public required bool LeaveOutStills { get; init; }

    public required bool SecondModel { get; init; }

    public static RuleForm Of(CameraRules rules) => new()
    {
        Numbers = RuleField.All.ToDictionary(field => field.Key, field => field.TextOf(rules)),
        Zones = string.Join('\n', rules.Zones),
        Masks = string.Join('\n', rules.Masks),
        Lines = string.Join('\n', rules.Lines),
        AlertCrossings = string.Join('\n', rules.AlertCrossings),
        AlertOnlyCrossings = rules.AlertOnlyCrossings,
        LeaveOutStills = rules.LeaveOutStills,
        SecondModel = rules.SecondModel,
    };

    public static RuleForm Of(IFormCollection form) => new()
    {
        Numbers = RuleField.All.ToDictionary(field => field.Key, field => form[field.Key].ToString().Trim()),
        Zones = form[nameof(Zones)].ToString(),
        Masks = form[nameof(Masks)].ToString(),
        Lines = form[nameof(Lines)].ToString(),
        AlertCrossings = form[nameof(AlertCrossings)].ToString(),
        AlertOnlyCrossings = form[nameof(AlertOnlyCrossings)] == "yes",
        LeaveOutStills = form[nameof(LeaveOutStills)] == "yes",
        SecondModel = form[nameof(SecondModel)] == "yes",
    };

    /// <summary>The areas or lines in a text, one on each line.</summary>
    public static IReadOnlyList<string> Split(string text) => text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether the form has this field, and so a place beside it for what is wrong.</summary>
    public static bool Shows(string field) =>
        field is nameof(Zones) or nameof(Masks) or nameof(Lines) or nameof(AlertCrossings) || RuleField.All.Any(one => one.Key == field);

    /// <param name="before">What the form does not show stays as it is there.</param>
    /// <returns>The rules, and by field what is wrong with them; they are good only if nothing is.</returns>
    public (CameraRules Rules, ILookup<string, string> Faults) Read(CameraRules before)
    {
        var faults = new List<(string Field, string Text)>();
        var rules = before with
        {
            Zones = Split(Zones),
            Masks = Split(Masks),
            Lines = Split(Lines),
            AlertCrossings = Split(AlertCrossings),
            AlertOnlyCrossings = AlertOnlyCrossings,
            LeaveOutStills = LeaveOutStills,
            SecondModel = SecondModel,
        };
        foreach (var field in RuleField.All)
        {
            (rules, var fault) = field.Take(rules, Numbers[field.Key]);
            if (fault is not null)
            {
                faults.Add((field.Key, fault));
            }
        }

        foreach (var (name, areas) in new[] { (nameof(Zones), rules.Zones), (nameof(Masks), rules.Masks), (nameof(Lines), rules.Lines) }.Where(one => one.Item2.Count > MostAreas))
        {
            faults.Add((name, $"{name} are {areas.Count}; there can be {MostAreas} at most."));
        }

        var unread = faults.Select(one => one.Field).ToHashSet();
        faults.AddRange(RuleFaults.Find(rules)
            .SelectMany(fault => fault.MemberNames, (fault, member) => (member, fault.ErrorMessage ?? ""))
            .Where(fault => !unread.Contains(fault.member)));
        return (rules, faults.ToLookup(one => one.Field, one => one.Text));
    }
}
