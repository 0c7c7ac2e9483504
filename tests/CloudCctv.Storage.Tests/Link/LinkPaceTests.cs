using CloudCctv.Storage.Link;
using CloudCctv.Storage.Objects;
using CloudCctv.Tests.Support;

namespace CloudCctv.Storage.Tests.Link;

/// <summary>By a clock that the test moves.</summary>
public sealed class LinkPaceTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly ManualTimeProvider clock = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task NoLimit_NothingWaits()
    {
        var pace = new LinkPace(clock);

        await WriteAsync(pace, 10_000_000);

        Assert.Equal(10_000_000, pace.BytesSent);
        Assert.Equal(0, clock.WaitingTimers);
    }

    [Theory]
    [InlineData(2_000, 40_000)]
    [InlineData(1_000_000, 3_000_000)]
    public async Task Limit_OneSender_TakesAsLongAsTheRateSays(int bytesPerSecond, int bytes)
    {
        var pace = new LinkPace(clock) { BytesPerSecond = bytesPerSecond };

        var seconds = await SecondsAsync(WriteAsync(pace, bytes));

        // A quarter of a second goes at once.
        Assert.InRange(seconds, ((double)bytes / bytesPerSecond) - 0.3, ((double)bytes / bytesPerSecond) + 0.1);
    }

    [Fact]
    public async Task Limit_TwoSenders_ShareIt()
    {
        var pace = new LinkPace(clock) { BytesPerSecond = 10_000 };

        var seconds = await SecondsAsync(Task.WhenAll(WriteAsync(pace, 20_000), WriteAsync(pace, 20_000)));

        Assert.InRange(seconds, 3.7, 4.1);
    }

    [Fact]
    public async Task Limit_LiftedWhileItWaits_TheRestGoesAtOnce()
    {
        var pace = new LinkPace(clock) { BytesPerSecond = 2_000 };
        var writing = WriteAsync(pace, 100_000);
        pace.BytesPerSecond = null;

        Assert.InRange(await SecondsAsync(writing), 0, 1);
    }

    [Fact]
    public async Task UrgentWork_TheOtherStandsAsideUntilItEnds()
    {
        var pace = new LinkPace(clock);
        var urgent = pace.Begin(LinkRank.Urgent);
        var other = BulkAsync(pace, 100);
        Assert.False(other.IsCompleted);

        urgent.Dispose();
        await other;

        Assert.Equal((100, 0), (pace.BytesSent, (int)urgent.Bytes));
    }

    [Theory]
    [InlineData(LinkRank.Urgent)]
    [InlineData(LinkRank.Ordinary)]
    public async Task SpareWork_StandsAsideForAllOther_AndNothingForIt(LinkRank rank)
    {
        var pace = new LinkPace(clock);
        var spare = BulkAsync(pace, 100, LinkRank.Spare);
        await spare;
        var first = pace.Begin(rank);
        var second = pace.Begin(rank);
        var waits = BulkAsync(pace, 100, LinkRank.Spare);

        first.Dispose();
        Assert.False(waits.IsCompleted);
        second.Dispose();
        await waits;

        using var use = pace.Begin(LinkRank.Spare);
        await BulkAsync(pace, 100, LinkRank.Ordinary);
        Assert.Equal(300, pace.BytesSent);
        Assert.Equal(0, clock.WaitingTimers);
    }

    [Fact]
    public async Task UrgentWorkThatHangs_TheOtherStillSendsAPieceEveryFiveSeconds()
    {
        var pace = new LinkPace(clock);
        using var urgent = pace.Begin(LinkRank.Urgent);

        Assert.InRange(await SecondsAsync(BulkAsync(pace, 3 * 64 * 1024)), 15, 15.1);
    }

    [Fact]
    public async Task Use_CountsWhatItsOwnFlowSends()
    {
        var store = StoreFactory.Create(new StoreOptions { Folder = folder.File("store") }, TimeProvider.System);
        await store.EnsureCreatedAsync(Cancel);

        var counts = await Task.WhenAll(Enumerable.Range(1, 5).Select(async number =>
        {
            using var use = store.Pace.Begin(LinkRank.Ordinary);
            await store.Objects.PutNewAsync(new ObjectName($"{number}"), new MemoryStream(new byte[1000 * number]), Cancel);
            return use.Bytes;
        }));

        Assert.Equal([1000, 2000, 3000, 4000, 5000], counts);
        Assert.Equal(15_000, store.Pace.BytesSent);
    }

    private static async Task BulkAsync(LinkPace pace, int bytes, LinkRank rank = LinkRank.Ordinary)
    {
        using var use = pace.Begin(rank);
        await new PacedStream(Stream.Null, pace, use).WriteAsync(new byte[bytes], Cancel);
        Assert.Equal(bytes, use.Bytes);
    }

    private static Task WriteAsync(LinkPace pace, int bytes) => new PacedStream(Stream.Null, pace, null).WriteAsync(new byte[bytes], Cancel).AsTask();

    /// <summary>How long it takes, by the clock, which goes on only while it waits.</summary>
    private async Task<double> SecondsAsync(Task work)
    {
        var start = clock.GetUtcNow();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        while (!work.IsCompleted)
        {
            deadline.Token.ThrowIfCancellationRequested();
            if (clock.WaitingTimers > 0)
            {
                clock.Advance(TimeSpan.FromMilliseconds(1));
            }

            await Task.Yield();
        }

        await work;
        return (clock.GetUtcNow() - start).TotalSeconds;
    }
}
