using CloudCctv.Contracts.Names;
using CloudCctv.Tests.Support;
using CloudCctv.Tests.Support.Proxy;

namespace CloudCctv.Uploader.Tests.Upload.Proxy;

/// <summary>The short form of <c>./cctv bench faults-proxy</c>.</summary>
public sealed class ProxyUploadTests(AzuriteFixture azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.10)]
    [InlineData(0.30)]
    public async Task EverythingGoesWrongNowAndThen_AllIsDeliveredWholeAndCommitted(double probability)
    {
        var plan = new FaultPlan(seed: 4, probability) { StallFor = TimeSpan.FromMilliseconds(500) };
        await using var run = new ProxyRun(await azurite.ServerAsync(), plan);
        FillEvents(run, events: 8);

        AssertAllThere(await run.RunAsync(Token));
    }

    [Fact]
    public async Task ServiceIsKilledInTheMiddle_AllIsDeliveredWholeAndCommitted()
    {
        await using var server = await AzuriteServer.StartAsync(Token);
        var plan = new FaultPlan(seed: 4, probability: 1) { Kinds = [Fault.Delay], LongestDelay = TimeSpan.FromMilliseconds(200) };
        await using var run = new ProxyRun(server, plan);
        FillEvents(run, events: 20);
        var before = run.Waiting;

        var running = run.RunAsync(Token);
        while (run.Waiting > before - 5)
        {
            await Task.Delay(10, Token);
        }

        await run.KillServerAsync(Token);
        AssertAllThere(await running);
    }

    private static void FillEvents(ProxyRun run, int events)
    {
        for (var number = 0; number < events; number++)
        {
            run.Fill(number, part: 1, bytes: 60_000);
            // Every fourth goes in blocks.
            run.Fill(number, part: BatchName.UrgentParts + 1, bytes: number % 4 == 0 ? 1_500_000 : 100_000);
        }
    }

    private static void AssertAllThere(ProxyResult result)
    {
        Assert.Empty(result.Unexpected);
        Assert.Equal((0, 0, 0, 0), (result.Missing, result.Different, result.Uncommitted, result.Rejected));
        Assert.True(result.Commits >= result.Batches);
    }
}
