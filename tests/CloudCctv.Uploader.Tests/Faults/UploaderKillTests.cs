using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Tests.Commands;

namespace CloudCctv.Uploader.Tests.Faults;

/// <summary>The short form of <c>./cctv bench faults-uploader</c>.</summary>
public sealed class UploaderKillTests : IDisposable
{
    private readonly TempFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task KilledAtEveryNamedStepAndAtRandom_EveryAcceptedFrameArrivesOnceAndWhole()
    {
        var kills = new UploaderKills(UploaderProgram.Path, folder.Path, seed: 1);
        await kills.MeasureAsync(Token);
        foreach (var step in UploaderKills.Steps)
        {
            await kills.KillAtAsync(step, times: 1, Token);
        }

        for (var i = 0; i < 4; i++)
        {
            await kills.KillAtRandomAsync(Token);
        }

        var audit = await kills.FinishAsync(Token);

        Assert.Empty(kills.NeverReached);
        Assert.InRange(audit.Accepted, 100, audit.Stored);
        Assert.Empty(audit.Lost);
        Assert.Empty(audit.Torn);
        Assert.Empty(audit.Conflicts);
        Assert.Empty(audit.Uncommitted);
    }
}
