using CloudCctv.Tests.Support;

namespace CloudCctv.Uploader.Tests.Spool.Room;

/// <summary>The short form of <c>./cctv bench faults-outage</c>.</summary>
public sealed class OutageTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Outage_SmallSpool_GivesUpExactlyWhatThePolicySays()
    {
        using var day = new OutageDay(folder.Path, seed: 20261120);

        day.Run(withLink: TimeSpan.FromHours(1), without: TimeSpan.FromHours(4));

        Assert.Empty(day.Violations);
        Assert.InRange(day.Evicted, 50, int.MaxValue);
        Assert.InRange(day.FramesRefused, 1, day.Frames / 2);
        Assert.InRange(day.Clips, 1, 1000);
        Assert.InRange(day.ClipsRefused, 1, 1000);
        Assert.InRange(day.ClipsEvicted, 1, day.Clips);
    }
}
