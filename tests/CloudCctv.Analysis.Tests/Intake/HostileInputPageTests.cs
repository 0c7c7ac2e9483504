using System.Globalization;
using System.Text.RegularExpressions;
using CloudCctv.Analysis.Intake;
using CloudCctv.Contracts.Batches;
using CloudCctv.HostileBatches;
using CloudCctv.Tests.Support;

namespace CloudCctv.Analysis.Tests.Intake;

/// <summary>docs/design/hostile-input.md says what the code does.</summary>
public sealed partial class HostileInputPageTests
{
    private static readonly string Page = File.ReadAllText(RepositoryRoot.File("docs", "design", "hostile-input.md"));

    [Fact]
    public void Page_ListsTheCorpus_WithTheSameEndings() => Assert.Equal(
        HostileCorpus.All.Select(one => $"{one.Name} → {one.Fault}"),
        CaseRow().Matches(Page).Select(row => $"{row.Groups["name"].Value.Replace("\\|", "|", StringComparison.Ordinal)} → {row.Groups["fault"].Value}"));

    [Fact]
    public void Page_ListsEveryLimit_WithItsDefault() => Assert.All(typeof(BatchLimits).GetProperties().Where(property => property.GetMethod!.IsStatic is false), property =>
        Assert.Contains($"| `{property.Name}` | {Shown(property.GetValue(BatchLimits.Default))} |", Page, StringComparison.Ordinal));

    [Fact]
    public void Page_NamesEveryCode() =>
        Assert.All(Enum.GetValues<BatchFault>(), fault => Assert.Contains($"`{fault.Code()}`", Page, StringComparison.Ordinal));

    private static string Shown(object? value) => value is TimeSpan time
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalDays} d")
        : string.Format(CultureInfo.InvariantCulture, "{0:N0}", value).Replace(',', ' ');

    [GeneratedRegex(@"^\| (?<name>[^`|]+(?:\\\|[^`|]+)*) \| (?:`(?<fault>[a-z0-9-]+)`|(?<fault>accepted)) \|$", RegexOptions.Multiline)]
    private static partial Regex CaseRow();
}
