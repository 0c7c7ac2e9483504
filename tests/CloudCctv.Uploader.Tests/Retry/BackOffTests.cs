using CloudCctv.Uploader.Retry;

namespace CloudCctv.Uploader.Tests.Retry;

public sealed class BackOffTests
{
    [Fact]
    public void Next_ManyTimes_StaysBetweenFirstAndCapAndGrows()
    {
        var backOff = new BackOff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60), new Random(3));

        var waits = Enumerable.Range(0, 1000).Select(_ => backOff.Next().TotalSeconds).ToList();

        Assert.All(waits, wait => Assert.InRange(wait, 1, 60));
        Assert.InRange(waits[0], 1, 3);
        Assert.Contains(60, waits);
        Assert.True(waits.Distinct().Count() > 100, "the waits must be spread");
    }

    [Fact]
    public void Reset_AfterGrowth_StartsSmallAgain()
    {
        var backOff = new BackOff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(600), new Random(3));
        for (var i = 0; i < 50; i++)
        {
            backOff.Next();
        }

        backOff.Reset();

        Assert.InRange(backOff.Next().TotalSeconds, 1, 3);
    }
}
