using CloudCctv.Benchmarks.Faults.Workers;
using CloudCctv.Tests.Support;

namespace CloudCctv.EndToEnd.Tests.Faults;

/// <summary>The short form of <c>./cctv bench faults-workers</c>: servers that are really killed.</summary>
public sealed class WorkerFaultsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(20, 0)]
    [InlineData(0, 6)]
    public async Task KilledAgainAndAgain_EachSightingOnceEachAlertOneKeyNoZipLeft(int folderKills, int azureKills)
    {
        Assert.SkipWhen(azureKills > 0 && AzuriteServer.MissingReason is not null, AzuriteServer.MissingReason ?? "");

        var rows = await WorkerFaults.RunAsync(new WorkerFaultsOptions(Seed: 4711, folderKills, azureKills, Clips: false), TestContext.Current.SendDiagnosticMessage, Token);

        Assert.Equal(folderKills + azureKills, rows.Single(row => row.Name == "worker-kills").Value);
        Assert.True(rows.Single(row => row.Name == "sightings-expected").Value > 0);
        Assert.All(rows, row => Assert.True(row.Ok != false, $"{row.Name}: {row.Value} ({row.Note})"));
    }
}
