using CloudCctv.Benchmarks.Faults.Workers;

namespace CloudCctv.Benchmarks.Faults;

/// <summary>What is lost when programs are killed, links lie and disks are full. Each part stands by itself.</summary>
internal static class FaultsBench
{
    /// <summary>Name → part.</summary>
    public static IReadOnlyDictionary<string, Func<Action<string>, CancellationToken, Task<IReadOnlyList<BenchRow>>>> Parts { get; } =
        new Dictionary<string, Func<Action<string>, CancellationToken, Task<IReadOnlyList<BenchRow>>>>
        {
            ["faults-uploader"] = UploaderFaults.RunAsync,
            ["faults-proxy"] = ProxyFaults.RunAsync,
            ["faults-workers"] = WorkerFaults.RunAsync,
            ["faults-outage"] = OutageFaults.RunAsync,
        };

    /// <summary>All of them, one after the other.</summary>
    public static async Task<IReadOnlyList<BenchRow>> RunAsync(Action<string> progress, CancellationToken cancellationToken)
    {
        List<BenchRow> rows = [];
        foreach (var part in Parts.Values)
        {
            rows.AddRange(await part(progress, cancellationToken));
        }

        return rows;
    }

    /// <summary>A count that must be 0, with the first of what was counted.</summary>
    public static BenchRow None(string name, string unit, IReadOnlyCollection<string> found, string note) =>
        new(name, found.Count, unit, 0, found.Count == 0 ? note : $"{note}; first: {found.First()}");
}
