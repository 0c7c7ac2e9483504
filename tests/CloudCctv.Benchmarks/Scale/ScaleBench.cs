namespace CloudCctv.Benchmarks.Scale;

/// <summary>How much goes through, beside the floor that nobody can go below. Each part stands by itself.</summary>
internal static class ScaleBench
{
    /// <summary>Name → part.</summary>
    public static IReadOnlyDictionary<string, Func<Action<string>, CancellationToken, Task<IReadOnlyList<BenchRow>>>> Parts { get; } =
        new Dictionary<string, Func<Action<string>, CancellationToken, Task<IReadOnlyList<BenchRow>>>>
        {
            ["scale-spool"] = SpoolRows.RunAsync,
            ["scale-workers"] = WorkerScale.RunAsync,
            ["scale-resume"] = async (progress, cancellationToken) => [.. await ResumeOverhead.MeasureAsync(progress, cancellationToken)],
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
}
