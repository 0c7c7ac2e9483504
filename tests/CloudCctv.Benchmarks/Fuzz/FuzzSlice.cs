using System.Globalization;
using CloudCctv.HostileBatches.Fuzz;

namespace CloudCctv.Benchmarks.Fuzz;

/// <summary>Some cases of one reader, in a process of their own: what crashes there crashes nothing else.</summary>
internal static class FuzzSlice
{
    /// <summary>Which: <c>READER FIRST COUNT</c>.</summary>
    public const string Variable = "CLOUDCCTV_FUZZ_SLICE";

    public static async Task<IReadOnlyList<BenchRow>> RunAsync(Action<string> progress, CancellationToken cancellationToken)
    {
        var slice = Environment.GetEnvironmentVariable(Variable)?.Split(' ') is [var reader, var first, var count]
            ? (Reader: reader, First: int.Parse(first, CultureInfo.InvariantCulture), Count: int.Parse(count, CultureInfo.InvariantCulture))
            : throw new InvalidOperationException($"{Variable} must be 'READER FIRST COUNT', such as 'pictures 0 1000'.");
        await using var cloud = new CloudTargets();
        using var device = new DeviceTargets();
        FuzzTarget[] all = [.. cloud.All, .. device.All, SharedTargets.CommitMessages, SharedTargets.Names, SharedTargets.Manifests, SharedTargets.Heartbeats, SharedTargets.Pictures];
        var tally = await FuzzRun.RunAsync(all.Single(target => target.Name == slice.Reader), slice.First, slice.Count, cancellationToken);
        tally.Escaped.Concat(tally.Wrong).Take(20).ToList().ForEach(progress);
        return
        [
            new BenchRow("cases", tally.Cases, ""),
            new BenchRow("escaped", tally.Escaped.Count, "", 0, tally.Escaped.Count > 0 ? tally.Escaped[0] : null),
            new BenchRow("wrong", tally.Wrong.Count, "", 0, tally.Wrong.Count > 0 ? tally.Wrong[0] : null),
            new BenchRow("allocated-mb", tally.MostAllocatedBytes / 1e6, "MB"),
            new BenchRow("peak-rss-mb", PeakRssMb(), "MB"),
        ];
    }

    private static double? PeakRssMb()
    {
        var line = File.Exists("/proc/self/status") ? File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("VmHWM", StringComparison.Ordinal)) : null;
        return line is null ? null : double.Parse(new string([.. line.Where(char.IsAsciiDigit)]), CultureInfo.InvariantCulture) / 1000;
    }
}
