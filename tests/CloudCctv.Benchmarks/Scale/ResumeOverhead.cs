using System.Globalization;
using CloudCctv.Contracts.Names;
using CloudCctv.Tests.Support;
using CloudCctv.Tests.Support.Proxy;
using CloudCctv.Uploader.Tests.Upload.Proxy;

namespace CloudCctv.Benchmarks.Scale;

/// <summary>
/// A batch of 10 MB over a link that is cut five times, at places from a seed, many times over: what is sent in all, headers
/// included, for each byte of the batch. Counted on both sides of the link, and the higher figure taken: what was on its way
/// when the link was cut has been sent too.
/// </summary>
internal static class ResumeOverhead
{
    private const int Rounds = 10;
    private const int Cuts = 5;
    private const int BatchBytes = 10_000_000;

    public static async Task<IReadOnlyList<BenchRow>> MeasureAsync(Action<string> progress, CancellationToken cancellationToken)
    {
        if (AzuriteServer.MissingReason is { } missing)
        {
            return [new BenchRow("resume-overhead", null, "×", 1.2, missing)];
        }

        progress("a batch over a link that is cut five times");
        await using var server = await AzuriteServer.StartAsync(cancellationToken);
        var ratios = new List<double>();
        for (var seed = 1; seed <= Rounds; seed++)
        {
            ratios.Add(await RatioAsync(server, seed, cancellationToken));
        }

        var note = string.Create(CultureInfo.InvariantCulture, $"the worst of {Rounds} (seeds 1 to {Rounds}), mean {ratios.Average():0.000}; 10 MB, {Cuts} cuts");
        return [new BenchRow("resume-overhead", ratios.Max(), "×", 1.2, note)];
    }

    private static async Task<double> RatioAsync(AzuriteServer server, int seed, CancellationToken cancellationToken)
    {
        var random = new Random(seed);
        var plan = new FaultPlan(seed, probability: 0);
        plan.CutAt(Enumerable.Range(0, Cuts).Select(_ => random.NextInt64(10_000, BatchBytes)).Order());
        await using var run = new ProxyRun(server, plan);
        run.Fill(number: 1, part: BatchName.UrgentParts + 1, BatchBytes);
        var result = await run.RunAsync(cancellationToken);
        return result.Lost == 0
            ? (double)Math.Max(plan.BytesFromClients, run.BytesSent) / run.BytesFilled
            : throw new InvalidOperationException($"seed {seed}: the batch did not arrive.");
    }
}
