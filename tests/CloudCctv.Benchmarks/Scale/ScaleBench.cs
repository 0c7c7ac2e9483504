namespace CloudCctv.Benchmarks.Scale;

/// <summary>What grows with the number of batches, and with how bad the link is. One class per family of rows.</summary>
internal static class ScaleBench
{
    public static async Task<IReadOnlyList<BenchRow>> RunAsync(Action<string> progress, CancellationToken cancellationToken) =>
        [.. await ResumeOverhead.MeasureAsync(progress, cancellationToken)];
}
