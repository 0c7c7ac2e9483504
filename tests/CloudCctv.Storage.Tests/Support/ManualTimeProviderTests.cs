using CloudCctv.Tests.Support;

namespace CloudCctv.Storage.Tests.Support;

public class ManualTimeProviderTests
{
    private readonly ManualTimeProvider clock = new();

    [Fact]
    public async Task Advance_PastADelay_EndsItAndNotBefore()
    {
        var delay = Task.Delay(TimeSpan.FromSeconds(10), clock, TestContext.Current.CancellationToken);

        clock.Advance(TimeSpan.FromSeconds(9));
        Assert.False(delay.IsCompleted);

        clock.Advance(TimeSpan.FromSeconds(1));
        await delay;
        Assert.Equal(0, clock.WaitingTimers);
    }

    [Fact]
    public void Advance_OverSeveralTimers_EachSeesItsOwnTimeInOrder()
    {
        var start = clock.GetUtcNow();
        var fired = new List<(string, double)>();
        void Note(object? name) => fired.Add(((string)name!, (clock.GetUtcNow() - start).TotalSeconds));
        using var late = clock.CreateTimer(Note, "late", TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan);
        using var often = clock.CreateTimer(Note, "often", TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));

        clock.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal([("often", 2), ("often", 4), ("late", 5), ("often", 6)], fired);
        Assert.Equal(TimeSpan.FromSeconds(6), clock.GetUtcNow() - start);
    }

    [Fact]
    public void Jump_Back_TimersKeepTheirDistance()
    {
        var fired = 0;
        using var timer = clock.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan);

        clock.Jump(clock.GetUtcNow() - TimeSpan.FromDays(1));
        clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(0, fired);

        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, fired);
    }

    [Fact]
    public void CancelAfter_UnderThisClock_CancelsWhenAdvanced()
    {
        using var cancel = new CancellationTokenSource(TimeSpan.FromSeconds(1), clock);

        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.True(cancel.IsCancellationRequested);
    }
}
