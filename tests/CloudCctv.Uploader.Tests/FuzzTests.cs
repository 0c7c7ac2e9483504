using CloudCctv.Benchmarks.Fuzz;
using CloudCctv.HostileBatches.Fuzz;

namespace CloudCctv.Uploader.Tests;

/// <summary>The first cases of <c>./cctv bench fuzz</c>.</summary>
public sealed class FuzzTests
{
    [Theory]
    [InlineData("torn-parts")]
    [InlineData("mjpeg")]
    [InlineData("jpeg-pipe")]
    [InlineData("snapshots")]
    [InlineData("settings")]
    public async Task DamagedBytes_NothingEscapesAndNothingIsWronglyAccepted(string reader)
    {
        using var device = new DeviceTargets();

        var tally = await FuzzRun.RunAsync(device.All.Single(target => target.Name == reader), 0, 150, TestContext.Current.CancellationToken);

        Assert.Empty(tally.Escaped);
        Assert.Empty(tally.Wrong);
    }
}
