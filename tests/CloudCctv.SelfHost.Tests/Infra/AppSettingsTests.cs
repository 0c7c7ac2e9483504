using System.Text.RegularExpressions;
using CloudCctv.Analysis;
using CloudCctv.SelfHost.Settings;
using CloudCctv.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace CloudCctv.SelfHost.Tests.Infra;

/// <summary>A setting that nothing reads is a silent fault: the app runs, with its default. The names in infra/ are therefore held against the options.</summary>
public sealed partial class AppSettingsTests
{
    private static readonly SettingsCheck Check = new(key => $"CLOUDCCTV__{key.Replace(":", "__", StringComparison.Ordinal)}");

    /// <summary>As they stand in Bicep, in the parameters of azd, and in the sample for Azurite.</summary>
    public static TheoryData<string, string> Names => [.. Directory.EnumerateFiles(RepositoryRoot.File("infra"), "*", SearchOption.AllDirectories)
        .Append(RepositoryRoot.File("functions", "CloudCctv.Functions", "local.settings.sample.json"))
        .SelectMany(path => Setting().Matches(File.ReadAllText(path)).Select(match => (Path.GetRelativePath(RepositoryRoot.Path, path), match.Groups[1].Value)))
        .Distinct()];

    [Theory]
    [MemberData(nameof(Names))]
    public void Setting_NamedInInfra_IsAnOption(string file, string name) =>
        Assert.Empty(Faults(name).Where(IsAboutTheName).Select(fault => $"{file}: {fault}"));

    [Theory]
    [InlineData("Alerts__TimeZon")]
    [InlineData("Alert__TimeZone")]
    [InlineData("Alerts__Ntfy__0__Topic")]
    public void Setting_ThatIsNoOption_IsFound(string name) =>
        Assert.Contains(Faults(name), fault => fault.Contains("is not a setting", StringComparison.Ordinal));

    // Its value is Azure's matter: here it is just a text.
    private static bool IsAboutTheName(string fault) => fault.Contains("is not a setting", StringComparison.Ordinal)
        || fault.Contains("must be an object", StringComparison.Ordinal) || fault.Contains("must be a list", StringComparison.Ordinal);

    private static IEnumerable<string> Faults(string name) => Check.Faults(
        new ConfigurationBuilder().AddInMemoryCollection([new(name.Replace("__", ":", StringComparison.Ordinal), "value")]).Build(), [typeof(AnalysisOptions)]);

    [GeneratedRegex(@"\bCLOUDCCTV__(\w+)")]
    private static partial Regex Setting();
}
