using System.Collections.Concurrent;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Health;
using CloudCctv.Storage;
using CloudCctv.Storage.Objects;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Health;
using CloudCctv.Uploader.Health.Device;
using CloudCctv.Uploader.Spool;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudCctv.Uploader.Tests.Health;

/// <summary>When heartbeats go, by a clock that the test moves. The first goes at once.</summary>
public sealed class HeartbeatLoopTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly ManualTimeProvider clock = new();
    private readonly ConcurrentQueue<double> sentAt = new();
    private readonly DateTimeOffset start;
    private readonly DeviceHealth health;
    private int ended;

    public HeartbeatLoopTests()
    {
        start = clock.GetUtcNow();
        health = new DeviceHealth(clock, NullLogger.Instance);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public Task NothingHappens_OneAMinute() => AssertSentAsync([0, 60, 120], Steps((60, null), (120, null)));

    [Fact]
    public Task UploadInTheSecondHalf_TakesOneAlong() => AssertSentAsync([0, 40, 100], Steps((40, health.BatchDelivered), (100, null)));

    [Fact]
    public Task UploadInTheFirstHalf_DoesNot() => AssertSentAsync([0, 60], Steps((10, health.BatchDelivered), (60, null)));

    [Fact]
    public Task CameraLost_GoesAtOnce() => AssertSentAsync([0, 12], Steps((12, health.CameraOf("gate").Lose)));

    [Fact]
    public Task CameraThatComesAndGoes_WaitsFiveSeconds() => AssertSentAsync([0, 5], Steps((2, health.CameraOf("gate").Lose), (5, null)));

    [Fact]
    public async Task StoreAway_IsNoFault_AndTheNextOneGetsThrough()
    {
        // A file where the folder should be: the store cannot be reached until it goes.
        File.WriteAllText(folder.File("store"), "");

        await AssertSentAsync([0, 60, 120], [(60, () => { }), (90, () => File.Delete(folder.File("store"))), (120, () => { })]);

        Assert.True(File.Exists(folder.File("store", "objects", "health", "farm", "pi.json")));
    }

    private static (double Second, Action Happens)[] Steps(params (double, Action?)[] steps) => [.. steps.Select(step => (step.Item1, step.Item2 ?? (() => { })))];

    private async Task AssertSentAsync(double[] expected, (double Second, Action Happens)[] steps)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var spool = new SpoolFolder(folder.File("spool"));
        var maker = new HeartbeatMaker("farm", "pi", health, new DeviceVitals("/", folder.Path), spool, clock);
        var store = StoreFactory.Create(new StoreOptions { Folder = folder.File("store") }, TimeProvider.System);
        var name = new ObjectName(StoreLayout.HealthOf("farm", "pi"));
        using var loop = new HeartbeatLoop(new HealthOptions(), health, SendAsync, clock, NullLogger.Instance);
        var running = loop.RunAsync(stop.Token);
        foreach (var (second, happens) in steps)
        {
            await UntilWaitingAsync();
            clock.Advance(start.AddSeconds(second) - clock.GetUtcNow());
            happens();
            // What is due by now has to be under way before the clock goes on.
            await UntilAsync(() => sentAt.Count >= expected.Count(at => at <= second));
        }

        await UntilWaitingAsync();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(expected, sentAt);

        async Task SendAsync(CancellationToken cancellationToken)
        {
            sentAt.Enqueue((clock.GetUtcNow() - start).TotalSeconds);
            try
            {
                await store.Objects.PutAsync(name, HeartbeatSerializer.Write(maker.Make()), cancellationToken);
            }
            finally
            {
                Interlocked.Increment(ref ended);
            }
        }
    }

    // While it sends a timer waits too, its patience: what is being sent has to end first.
    private Task UntilWaitingAsync() => UntilAsync(() => !sentAt.IsEmpty && Volatile.Read(ref ended) == sentAt.Count && clock.WaitingTimers == 1);

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            await Task.Delay(5, deadline.Token);
        }
    }
}
