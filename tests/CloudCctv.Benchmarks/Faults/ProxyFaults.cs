using System.Globalization;
using CloudCctv.Contracts.Names;
using CloudCctv.Tests.Support;
using CloudCctv.Tests.Support.Proxy;
using CloudCctv.Uploader.Tests.Upload.Proxy;

namespace CloudCctv.Benchmarks.Faults;

/// <summary>
/// Uploads through a proxy on which everything goes wrong: of all batches, how many are not in the store in the end, whole
/// and committed.
/// </summary>
internal static class ProxyFaults
{
    private const int Seed = 20261125;
    private const int Events = 40;

    public static async Task<IReadOnlyList<BenchRow>> RunAsync(Action<string> progress, CancellationToken cancellationToken)
    {
        if (AzuriteServer.MissingReason is { } missing)
        {
            return [new BenchRow("proxy-lost", null, "batches", 0, missing)];
        }

        var results = new List<(ProxyResult Result, FaultPlan Plan)>();
        foreach (var percent in (int[])[1, 10, 30])
        {
            progress($"{percent} % of all requests go wrong, seed {Seed + percent}");
            results.Add(await ThroughAsync(new FaultPlan(Seed + percent, percent / 100.0), kills: 0, cancellationToken));
        }

        progress($"the service is killed twice, and 5 % of all requests go wrong, seed {Seed}");
        results.Add(await ThroughAsync(new FaultPlan(Seed, 0.05), kills: 2, cancellationToken));
        return Rows(results);
    }

    private static async Task<(ProxyResult Result, FaultPlan Plan)> ThroughAsync(FaultPlan plan, int kills, CancellationToken cancellationToken)
    {
        await using var server = await AzuriteServer.StartAsync(cancellationToken);
        await using var run = new ProxyRun(server, plan);
        for (var number = 0; number < Events; number++)
        {
            run.Fill(number, part: 1, bytes: 60_000);
            run.Fill(number, part: 2, bytes: 200_000);
            run.Fill(number, part: BatchName.UrgentParts + 1, bytes: number % 4 == 0 ? 3_000_000 : 400_000);
        }

        var running = run.RunAsync(cancellationToken);
        for (var kill = 1; kill <= kills; kill++)
        {
            while (run.Waiting > 3 * Events * (kills + 1 - kill) / (kills + 1))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, cancellationToken);
            }

            await run.KillServerAsync(cancellationToken);
        }

        return (await running, plan);
    }

    private static List<BenchRow> Rows(IReadOnlyList<(ProxyResult Result, FaultPlan Plan)> results)
    {
        var all = results.SelectMany(one => one.Plan.Counts).GroupBy(count => count.Key).OrderBy(group => group.Key)
            .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Key} {group.Sum(count => count.Value)}"));
        var seeds = string.Join(", ", results.Select(one => one.Plan.Seed));
        return
        [
            new BenchRow("proxy-lost", results.Sum(one => one.Result.Lost), "batches", 0, $"of {results.Sum(one => one.Result.Batches)}; 1 %, 10 %, 30 %, and two kills of Azurite at 5 %; seeds {seeds}"),
            new BenchRow("proxy-set-aside", results.Sum(one => one.Result.Rejected), "batches", 0, "taken to be at fault, though only the link was"),
            new BenchRow("proxy-unexpected", results.Sum(one => one.Result.Unexpected.Count), "errors", 0, results.SelectMany(one => one.Result.Unexpected).FirstOrDefault()),
            new BenchRow("proxy-faults", results.Sum(one => one.Plan.Faults), "faults", null, $"on {results.Sum(one => one.Plan.Requests)} requests: {string.Join(", ", all)}"),
            new BenchRow("proxy-commits-per-batch", (double)results.Sum(one => one.Result.Commits) / results.Sum(one => one.Result.Batches), "commits", null, "at least 1 each; what is beyond comes from lost answers and duplicates"),
        ];
    }
}
