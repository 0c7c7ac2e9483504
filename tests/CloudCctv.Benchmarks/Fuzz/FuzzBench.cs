using System.Diagnostics;
using System.Text.Json;

namespace CloudCctv.Benchmarks.Fuzz;

/// <summary>Mutation fuzzing of every reader of hostile bytes, with a fixed seed; each reader in processes of its own.</summary>
internal static class FuzzBench
{
    private const int CasesPerProcess = 6_000;

    private static readonly Dictionary<string, int> Cases = new()
    {
        ["batches"] = 12_000, ["pictures"] = 12_000, ["manifests"] = 8_000, ["messages"] = 5_000, ["names"] = 5_000, ["heartbeats"] = 2_000, ["sidecars"] = 2_000, ["clips"] = 2_000,
        ["queue"] = 1_000, ["torn-parts"] = 3_000, ["mjpeg"] = 4_000, ["jpeg-pipe"] = 2_000, ["snapshots"] = 2_000, ["settings"] = 4_000,
    };

    public static async Task<IReadOnlyList<BenchRow>> RunAsync(Action<string> progress, CancellationToken cancellationToken)
    {
        var rows = new List<BenchRow>();
        var sums = new Dictionary<string, double>();
        foreach (var (reader, cases) in Cases)
        {
            progress($"{reader}: {cases} cases");
            for (var first = 0; first < cases; first += CasesPerProcess)
            {
                var count = Math.Min(CasesPerProcess, cases - first);
                Add(sums, await SliceAsync($"{reader} {first} {count}", progress, cancellationToken));
            }

            rows.Add(new BenchRow($"fuzz-cases-{reader}", cases, ""));
        }

        return
        [
            new BenchRow("fuzz-cases", sums.GetValueOrDefault("cases"), "", null, $"seed {HostileBatches.Fuzz.FuzzRun.Seed}"),
            new BenchRow("fuzz-escaped-exceptions", sums.GetValueOrDefault("escaped"), "", 0),
            new BenchRow("fuzz-crashes", sums.GetValueOrDefault("crashes"), "", 0),
            new BenchRow("fuzz-wrong-acceptances", sums.GetValueOrDefault("wrong"), "", 0),
            new BenchRow("fuzz-worst-allocated-mb-per-case", sums.GetValueOrDefault("allocated-mb"), "MB", 64),
            new BenchRow("fuzz-worst-peak-rss-mb", sums.GetValueOrDefault("peak-rss-mb"), "MB", 450),
            .. rows,
        ];
    }

    private static void Add(Dictionary<string, double> sums, IEnumerable<(string Name, double Value)> slice)
    {
        foreach (var (name, value) in slice)
        {
            sums[name] = name.EndsWith("-mb", StringComparison.Ordinal) ? Math.Max(sums.GetValueOrDefault(name), value) : sums.GetValueOrDefault(name) + value;
        }
    }

    private static async Task<IReadOnlyList<(string Name, double Value)>> SliceAsync(string slice, Action<string> progress, CancellationToken cancellationToken)
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json");
        var start = new ProcessStartInfo("dotnet", [typeof(FuzzBench).Assembly.Location, "fuzz-slice", "--json", file]) { RedirectStandardOutput = true };
        start.Environment[FuzzSlice.Variable] = slice;
        // Thousands of small files are written and synced: in memory where there is such a place.
        if (Directory.Exists("/dev/shm"))
        {
            start.Environment["TMPDIR"] = "/dev/shm";
        }

        using var process = Process.Start(start)!;
        await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (!File.Exists(file))
        {
            progress($"crashed with {process.ExitCode}: {slice}");
            return [("crashes", 1)];
        }

        var report = JsonSerializer.Deserialize(await File.ReadAllTextAsync(file, cancellationToken), ReportJson.Default.BenchReport)!;
        File.Delete(file);
        return [.. report.Rows.Where(row => row.Value is not null).Select(row => (row.Name, row.Value!.Value))];
    }
}
