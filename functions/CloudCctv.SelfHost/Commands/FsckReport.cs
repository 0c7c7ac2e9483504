using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CloudCctv.Analysis.Fsck;

namespace CloudCctv.SelfHost.Commands;

/// <summary>What <c>fsck</c> found, by kind, for programs and for people.</summary>
internal static class FsckReport
{
    /// <summary>Names shown to people for each kind; programs get all.</summary>
    private const int MostShown = 20;

    // Object names are for reading; this is no HTML.
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string ToJson(IReadOnlyList<Finding> findings) => JsonSerializer.Serialize(
        new
        {
            ok = findings.All(finding => finding.Repaired),
            counts = findings.GroupBy(finding => NameOf(finding.Kind)).ToDictionary(kind => kind.Key, kind => kind.Count()),
            findings = findings.Select(finding => new
            {
                kind = NameOf(finding.Kind),
                name = finding.Name,
                detail = finding.Detail,
                repair = finding.Repair,
                repaired = finding.Repaired,
            }),
        },
        Json);

    public static string ToText(IReadOnlyList<Finding> findings)
    {
        if (findings.Count == 0)
        {
            return "The store is in order.";
        }

        var text = new StringBuilder();
        foreach (var kind in findings.GroupBy(finding => finding.Kind).OrderBy(kind => kind.Key))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{NameOf(kind.Key)}: {kind.Count()}{Repairs([.. kind])}");
            foreach (var finding in kind.Take(MostShown))
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"  {finding.Name}: {OneLine(finding.Detail)}");
            }

            if (kind.Skip(MostShown).Any())
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"  … and {kind.Count() - MostShown} more (--json lists all)");
            }
        }

        return text.ToString().TrimEnd();
    }

    private static string Repairs(IReadOnlyList<Finding> kind)
    {
        var repaired = kind.Count(finding => finding.Repaired);
        return repaired > 0 ? string.Create(CultureInfo.InvariantCulture, $", {repaired} repaired")
            : kind.FirstOrDefault(finding => finding.Repair is not null) is { } one ? $" (--repair will {one.Repair})"
            : "";
    }

    private static string NameOf(FindingKind kind) => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());

    // What somebody else wrote into a file must not be able to fake a line of its own.
    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
