using CloudCctv.Demo;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Tests.Faults;

namespace CloudCctv.Benchmarks.Faults;

/// <summary>The real uploader, killed at each named step and at random times, over and over on one spool and one store.</summary>
internal static class UploaderFaults
{
    private const int Seed = 20261125;
    private const int WantedKills = 300;

    public static async Task<IReadOnlyList<BenchRow>> RunAsync(Action<string> progress, CancellationToken cancellationToken)
    {
        using var folder = new TempFolder();
        var kills = new UploaderKills(Programs.Uploader, folder.Path, Seed);
        progress("the uploader runs through once");
        await kills.MeasureAsync(cancellationToken);
        foreach (var times in new[] { 1, 2, 3, 5, 8 })
        {
            progress($"killed at every named step, when it is reached for time {times}");
            foreach (var step in UploaderKills.Steps)
            {
                await kills.KillAtAsync(step, times, cancellationToken);
            }
        }

        while (kills.Kills < WantedKills)
        {
            if (kills.Kills % 25 == 0)
            {
                progress($"killed at random times, {kills.Kills} of {WantedKills}");
            }

            await kills.KillAtRandomAsync(cancellationToken);
        }

        progress("the uploader finishes, and what arrived is counted");
        var audit = await kills.FinishAsync(cancellationToken);
        var note = $"seed {Seed}; {audit.Accepted} frames accepted, {audit.Stored} in {audit.Batches} batches in the store";
        return
        [
            new BenchRow("uploader-kills", kills.Kills, "kills", WantedKills, $"{kills.AtSteps} at {UploaderKills.Steps.Count} named steps, the others at random times") { AtLeast = true },
            FaultsBench.None("uploader-steps-never-reached", "steps", [.. kills.NeverReached], "named steps at which it never died"),
            FaultsBench.None("uploader-lost", "frames", audit.Lost, note),
            FaultsBench.None("uploader-torn", "frames", audit.Torn, note),
            FaultsBench.None("uploader-conflicts", "names", audit.Conflicts, note),
            FaultsBench.None("uploader-uncommitted", "batches", audit.Uncommitted, "in the store without a message"),
        ];
    }
}
