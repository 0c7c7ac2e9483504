using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Benchmarks.Fuzz;
using CloudCctv.HostileBatches.Fuzz;

namespace CloudCctv.Analysis.Tests.Intake;

/// <summary>The first cases of <c>./cctv bench fuzz</c>; there are fifty thousand more.</summary>
[Collection(nameof(Alone))]
public sealed class FuzzTests
{
    [Theory]
    [InlineData("batches", 400)]
    [InlineData("sidecars", 200)]
    [InlineData("clips", 300)]
    [InlineData("queue", 50)]
    public async Task DamagedBytes_NothingEscapesAndNothingIsWronglyAccepted(string reader, int cases)
    {
        await using var cloud = new CloudTargets();

        var tally = await FuzzRun.RunAsync(cloud.All.Single(target => target.Name == reader), 0, cases, TestContext.Current.CancellationToken);

        Assert.Empty(tally.Escaped);
        Assert.Empty(tally.Wrong);
    }
}
