using CloudCctv.Storage;
using CloudCctv.Tests.Support;

namespace CloudCctv.Benchmarks.Faults.Workers;

/// <summary>
/// Four real servers on one queue, killed with SIGKILL again and again, at random times and at named steps, while batches
/// come, messages come twice, out of order, late or never; then all is counted, in the store and at a webhook.
/// </summary>
public static class WorkerFaults
{
    public static Task<IReadOnlyList<BenchRow>> RunAsync(Action<string> progress, CancellationToken cancellationToken) =>
        RunAsync(WorkerFaultsOptions.Full, progress, cancellationToken);

    public static async Task<IReadOnlyList<BenchRow>> RunAsync(WorkerFaultsOptions options, Action<string> progress, CancellationToken cancellationToken)
    {
        var verdicts = new List<WorkerVerdict>();
        using var pictures = new FaultPictures();
        if (options.FolderKills > 0)
        {
            progress($"folder store: {options.FolderKills} kills, seed {options.Seed}");
            using var folder = new TempFolder();
            verdicts.Add(await WorkerFaultRun.RunAsync(new StoreOptions { Folder = folder.File("store") }, pictures, options.Seed, options.FolderKills, options.Clips, progress, cancellationToken));
            progress(verdicts[^1].Summary);
        }

        if (options.AzureKills > 0)
        {
            progress($"Azurite: {options.AzureKills} kills, seed {options.Seed + 1}");
            await using var azurite = await AzuriteServer.StartAsync(cancellationToken);
            var store = new StoreOptions { ConnectionString = azurite.ConnectionString, Container = AzuriteFixture.UniqueName(), Queue = AzuriteFixture.UniqueName() };
            verdicts.Add(await WorkerFaultRun.RunAsync(store, pictures, options.Seed + 1, options.AzureKills, options.Clips, progress, cancellationToken));
            progress(verdicts[^1].Summary);
        }

        return Rows(options, verdicts);
    }

    private static List<BenchRow> Rows(WorkerFaultsOptions options, List<WorkerVerdict> verdicts)
    {
        double Sum(Func<WorkerVerdict, int> figure) => verdicts.Sum(figure);
        string Names(Func<WorkerVerdict, IEnumerable<string>> names) => string.Join(", ", verdicts.SelectMany(names).Take(5));
        var steps = verdicts.SelectMany(one => one.KillsAtSteps).GroupBy(step => step.Key).ToDictionary(step => step.Key, step => step.Sum(one => one.Value));
        var all = WorkerFaultRun.StepsOf(options.Clips);
        var never = all.Where(step => !steps.ContainsKey(step)).ToList();
        return
        [
            new BenchRow("worker-kills", Sum(one => one.Kills), "kills", null, $"seed {options.Seed}; {steps.Values.Sum()} of them at {steps.Count} of {all.Count} named steps{(never.Count > 0 ? $", never at {string.Join(", ", never)}" : "")}"),
            new BenchRow("worker-batches", Sum(one => one.Batches), "batches", null, $"{Sum(one => one.Messages):0} messages: duplicated, out of order, {Sum(one => one.MessagesLost):0} never sent"),
            new BenchRow("sightings-expected", Sum(one => one.SightingsExpected), "sightings"),
            new BenchRow("sightings-lost", Sum(one => one.SightingsLost.Count), "sightings", 0, Names(one => one.SightingsLost)),
            new BenchRow("duplicate-sightings", Sum(one => one.SightingsTwice.Count), "sightings", 0, Names(one => one.SightingsTwice)),
            new BenchRow("alerts-expected", Sum(one => one.AlertsExpected), "alerts"),
            new BenchRow("alerts-lost", Sum(one => one.AlertsLost.Count), "alerts", 0, Names(one => one.AlertsLost)),
            new BenchRow("duplicate-alerts", Sum(one => one.AlertsUnexpected.Count), "keys", 0, $"keys at the webhook that no event should have{Names(one => one.AlertsUnexpected)}"),
            new BenchRow("alert-repeats-same-key", Sum(one => one.AlertRepeats), "calls", null, "killed between sending and writing it down: sent again with the same key, which the receiver drops"),
            new BenchRow("zips-left", Sum(one => one.ZipsLeft.Count), "zips", 0, Names(one => one.ZipsLeft)),
            new BenchRow("quarantined-rightly", Sum(one => one.QuarantinedRightly), "zips", null, "hostile ones"),
            new BenchRow("quarantined-wrongly", Sum(one => one.QuarantinedWrongly.Count), "zips", 0, Names(one => one.QuarantinedWrongly)),
            new BenchRow("clips-expected", Sum(one => one.ClipsExpected), "clips"),
            new BenchRow("clips-lost", Sum(one => one.ClipsLost.Count), "clips", 0, Names(one => one.ClipsLost)),
            new BenchRow("clips-unexpected", Sum(one => one.ClipsUnexpected.Count), "clips", 0, Names(one => one.ClipsUnexpected)),
            new BenchRow("fsck-findings", Sum(one => one.Findings.Count), "findings", 0, Names(one => one.Findings)),
        ];
    }
}
