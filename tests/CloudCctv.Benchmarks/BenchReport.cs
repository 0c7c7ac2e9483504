using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CloudCctv.Benchmarks;

/// <summary>All figures of one run of one bench.</summary>
public sealed record BenchReport(string Bench, string Machine, IReadOnlyList<BenchRow> Rows)
{
    public static BenchReport For(string bench, IReadOnlyList<BenchRow> rows) => new(bench, Describe(), rows);

    public string ToJson() => JsonSerializer.Serialize(this, ReportJson.Default.BenchReport);

    public void Print(TextWriter output)
    {
        output.WriteLine();
        output.WriteLine($"{Bench} — {Machine}");
        output.WriteLine();
        foreach (var row in Rows)
        {
            var value = row.Value?.ToString("0.###", CultureInfo.InvariantCulture) ?? "—";
            var target = row.Target is { } wanted ? string.Create(CultureInfo.InvariantCulture, $"{(row.AtLeast ? '≥' : '≤')} {wanted:0.###} {(row.Ok == true ? "ok" : "MISSED")}") : "";
            output.WriteLine($"  {row.Name,-44} {value,10} {row.Unit,-14} {target,-16} {row.Note}".TrimEnd());
        }
    }

    private static string Describe()
    {
        var model = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(": ")[1]
            : null;
        return $"{model ?? "unknown processor"}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSArchitecture}, vectors of {(Vector256.IsHardwareAccelerated ? 256 : 128)} bits, .NET {Environment.Version}";
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(BenchReport))]
internal sealed partial class ReportJson : JsonSerializerContext;
