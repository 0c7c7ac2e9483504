using CloudCctv.Uploader.Running;

namespace CloudCctv.Uploader.Tests.Running;

public sealed class IdleRateTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void NothingMoves_AfterTenSecondsOnlySomeAreLookedAt_AndTheFirstMotionBringsAllBack()
    {
        // Ten frames a second; the one of second 20 is looked at and moves.
        var judged = Run(new IdleRate(2), seconds: 35, motionAt: 20);

        Assert.Equal(100, judged.Count(second => second < 10));
        Assert.InRange(judged.Count(second => second is >= 10 and < 20), 20, 23);
        var moved = judged.First(second => second >= 20);
        Assert.InRange(moved, 20, 20.5);
        Assert.Equal(100, judged.Count(second => second >= moved && second < moved + 9.95));
        Assert.InRange(judged.Count(second => second >= moved + 9.95), 7, 12);
    }

    [Fact]
    public void NotAskedFor_EveryFrameIsLookedAt() => Assert.Equal(350, Run(new IdleRate(null), seconds: 35, motionAt: -1).Count);

    [Fact]
    public void ClockIsSetBackWhileIdle_WatchesOn()
    {
        var idle = new IdleRate(1);
        idle.Judged(Start, motion: false);
        idle.Judged(Start.AddSeconds(60), motion: false);
        Assert.True(idle.Skips(Start.AddSeconds(60.1)));

        Assert.False(idle.Skips(Start.AddSeconds(-3600)));
    }

    private static List<double> Run(IdleRate idle, int seconds, double motionAt)
    {
        var judged = new List<double>();
        var moved = false;
        for (var i = 0; i < seconds * 10; i++)
        {
            var time = Start.AddMilliseconds(100 * i);
            if (idle.Skips(time))
            {
                continue;
            }

            var motion = !moved && motionAt >= 0 && i / 10.0 >= motionAt;
            moved |= motion;
            idle.Judged(time, motion);
            judged.Add(i / 10.0);
        }

        return judged;
    }
}
