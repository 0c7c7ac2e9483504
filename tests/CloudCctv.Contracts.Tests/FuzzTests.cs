using CloudCctv.HostileBatches.Fuzz;

namespace CloudCctv.Contracts.Tests;

/// <summary>The first cases of <c>./cctv bench fuzz</c>.</summary>
public sealed class FuzzTests
{
    public static TheoryData<FuzzTarget> Targets => [SharedTargets.CommitMessages, SharedTargets.Names, SharedTargets.Manifests, SharedTargets.Heartbeats];

    [Theory]
    [MemberData(nameof(Targets), DisableDiscoveryEnumeration = true)]
    public async Task DamagedBytes_NothingEscapesAndNothingIsWronglyAccepted(FuzzTarget target)
    {
        var tally = await FuzzRun.RunAsync(target, 0, 200, TestContext.Current.CancellationToken);

        Assert.Empty(tally.Escaped);
        Assert.Empty(tally.Wrong);
    }
}
