using CloudCctv.Analysis.Batches;
using CloudCctv.Analysis.Hosting;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Contracts.Batches;
using CloudCctv.Detection;
using CloudCctv.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudCctv.Analysis.Tests.Batches;

public sealed class WarmUpTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Started_TheDetectorHasRunBeforeTheFirstBatchIsTaken()
    {
        using var inside = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        var detector = new RedDetector();
        detector.BeforeFrame = () =>
        {
            detector.BeforeFrame = () => { };
            inside.Release();
            goOn.Wait(Token);
        };
        await using var system = new Installation(clock: TimeProvider.System, detector: detector);
        var batch = BatchMaker.For().With(Picture.Empty(), Picture.WithPerson());
        await system.PutAsync(batch);
        await system.Store.Queue.SendAsync(CommitMessage.For(batch.Name), Token);
        using var worker = Worker(system);
        await worker.StartAsync(Token);

        await inside.WaitAsync(Token);
        Assert.NotNull(await system.Store.Queue.ReceiveAsync(TimeSpan.FromMilliseconds(1), Token));
        goOn.Release();

        await UntilAsync(async () => await system.Store.Queue.CountAsync(Token) == 0);
        await worker.StopAsync(Token);
        Assert.Equal(3, detector.Attention.Count);
        Assert.NotEmpty(await system.NamesAsync("flagged/farm/gate/"));
    }

    [Fact]
    public async Task Run_LooksOnceInEachLaneAsAtAFrameWithMotion_AndLeavesNothing()
    {
        var detector = new RedDetector { Lanes = 3 };
        await using var system = new Installation(detector: detector);

        await system.Get<WarmUp>().RunAsync(Token);

        Assert.Equal(3, detector.Attention.Count);
        Assert.All(detector.Attention, place => Assert.NotNull(place));
        Assert.Empty(await system.NamesAsync());
        Assert.Equal(0, system.Counts.Frames);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ModelOrStoreFails_TheWorkerGoesOn(bool isStore)
    {
        var detector = new RedDetector();
        await using var system = new Installation(clock: TimeProvider.System, detector: detector, wrap: inner => new UnreachableStore(inner) { CutPrefix = isStore ? "results/rehearsal" : null });
        var batch = BatchMaker.For().With(Picture.WithPerson());
        await system.PutAsync(batch);
        await system.Store.Queue.SendAsync(CommitMessage.For(batch.Name), Token);
        detector.BeforeFrame = () =>
        {
            detector.BeforeFrame = () => { };
            if (!isStore)
            {
                throw new ModelException("It has too many legs.");
            }
        };
        using var worker = Worker(system);
        await worker.StartAsync(Token);

        await UntilAsync(async () => await system.Store.Queue.CountAsync(Token) == 0);
        await worker.StopAsync(Token);
        Assert.Empty(await system.QuarantineAsync());
        Assert.NotEmpty(await system.NamesAsync("flagged/farm/gate/"));
    }

    private static BatchWorker Worker(Installation system) => new(
        system.Store.Queue, system.Handler, system.Get<WarmUp>(), system.Get<WorkerOptions>(), system.Get<WakeSignals>(), system.Get<TimeProvider>(), NullLogger<BatchWorker>.Instance);

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (!await holds())
        {
            await Task.Delay(20, limit.Token);
        }
    }
}
