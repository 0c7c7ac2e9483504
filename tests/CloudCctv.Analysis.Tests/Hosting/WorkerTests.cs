using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Batches;
using CloudCctv.Analysis.Hosting;
using CloudCctv.Analysis.Results;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Contracts.Batches;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudCctv.Analysis.Tests.Hosting;

/// <summary>The loops of a self-hosted system, by the system's clock.</summary>
public sealed class WorkerTests
{
    // By a real clock the batches of the tests are days old, and would be gathered.
    private static readonly KeyValuePair<string, string> NoDigest = new("Alerts:DigestAfter", "00:00:00");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Running_MessagesOfAllKinds_AreAllDealtWith()
    {
        await using var system = new Installation(clock: TimeProvider.System, settings: new() { ["Worker:Workers"] = "2", ["Worker:IdlePoll"] = "00:00:00.2", [NoDigest.Key] = NoDigest.Value });
        var batches = Enumerable.Range(0, 4).Select(i => BatchMaker.For(camera: $"cam-{i}").With(Picture.WithPerson())).ToList();
        foreach (var batch in batches)
        {
            await system.PutAsync(batch);
            await system.Store.Queue.SendAsync(CommitMessage.For(batch.Name), Token);
        }

        await system.Store.Queue.SendAsync("rubbish", Token);
        await using var running = await Running.StartAsync(Batches(system), Alerts(system));

        await UntilAsync(async () => system.Channel.Sent.Count == 4 && await system.Store.Queue.CountAsync(Token) == 0);
        Assert.Single(await system.QuarantineAsync());
        Assert.Empty(await system.NamesAsync("batches/"));
    }

    [Fact]
    public async Task Woken_WorksAtOnce()
    {
        await using var system = new Installation(clock: TimeProvider.System, settings: new() { ["Worker:IdlePoll"] = "00:10:00", [NoDigest.Key] = NoDigest.Value });
        await using var running = await Running.StartAsync(Batches(system), Alerts(system));
        var batch = BatchMaker.For().With(Picture.WithPerson());
        await system.PutAsync(batch);
        await system.Store.Queue.SendAsync(CommitMessage.For(batch.Name), Token);

        system.Get<WakeSignals>().Batches.Set();

        await UntilAsync(() => Task.FromResult(system.Channel.Sent.Count == 1));
    }

    [Fact]
    public async Task AfterAMessage_TheNextOfTheEventIsNotLeftToTheIdlePoll()
    {
        await using var system = new Installation(settings: new() { ["Worker:IdlePoll"] = "00:10:00" });
        await using var running = await Running.StartAsync(Batches(system));
        await system.Store.Queue.SendAsync("the first", Token);
        system.Get<WakeSignals>().Batches.Set();
        await UntilAsync(async () => await system.Store.Queue.CountAsync(Token) == 0 && system.Clock.WaitingTimers == 1);

        await system.Store.Queue.SendAsync("the next", Token);

        // The only timer left is that of the worker that rests: each step of the clock is one look at the queue.
        await UntilAsync(async () =>
        {
            system.Clock.Advance(system.Clock.WaitingTimers == 1 ? TimeSpan.FromMilliseconds(100) : TimeSpan.Zero);
            return await system.Store.Queue.CountAsync(Token) == 0;
        });
    }

    [Fact]
    public async Task Stopped_GivesBackWhatItWorksOn()
    {
        using var inside = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        await using var system = new Installation(clock: TimeProvider.System, detector: new RedDetector
        {
            BeforeFrame = () =>
            {
                inside.Release();
                goOn.Wait(Token);
            },
        });
        var batch = BatchMaker.For().With(Picture.Empty(), Picture.WithPerson());
        await system.PutAsync(batch);
        await system.Store.Queue.SendAsync(CommitMessage.For(batch.Name), Token);
        await using (var running = await Running.StartAsync(Batches(system)))
        {
            await inside.WaitAsync(Token);
            var stopping = running.DisposeAsync();
            goOn.Release(2);
            await stopping;
        }

        var item = await system.Store.Queue.ReceiveAsync(TimeSpan.FromMinutes(1), Token);
        Assert.Equal(CommitMessage.For(batch.Name), item?.Body);
        Assert.Equal([$"batches/{batch.Name}"], await system.NamesAsync("batches/"));
    }

    [Fact]
    public async Task LongBatch_MessageStaysHidden()
    {
        using var inside = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        await using var system = new Installation(detector: new RedDetector
        {
            BeforeFrame = () =>
            {
                inside.Release();
                goOn.Wait(Token);
            },
        });
        var batch = BatchMaker.For().With(Picture.Empty());
        await system.PutAsync(batch);
        await system.Store.Queue.SendAsync(CommitMessage.For(batch.Name), Token);
        await using var running = await Running.StartAsync(Batches(system));
        await inside.WaitAsync(Token);

        for (var minute = 0; minute < 4; minute++)
        {
            system.Clock.Advance(TimeSpan.FromSeconds(20));
            await UntilAsync(() => Task.FromResult(system.Clock.WaitingTimers > 0));
            Assert.Null(await system.Store.Queue.ReceiveAsync(TimeSpan.FromMinutes(1), Token));
        }

        goOn.Release();
        await UntilAsync(async () => await system.Store.Queue.CountAsync(Token) == 0);
    }

    [Fact]
    public async Task QueueOutOfOrder_LoopGoesOn()
    {
        UnreachableStore? link = null;
        await using var system = new Installation(clock: TimeProvider.System, wrap: inner => link = new UnreachableStore(inner), settings: new() { ["Worker:RetryDelay"] = "00:00:01", [NoDigest.Key] = NoDigest.Value });
        var batch = BatchMaker.For().With(Picture.WithPerson());
        await system.PutAsync(batch);
        await system.Store.Queue.SendAsync(CommitMessage.For(batch.Name), Token);
        link!.CutPrefix = "";
        await using var running = await Running.StartAsync(Batches(system), Alerts(system));
        await UntilAsync(async () => await system.Store.Queue.ReceiveAsync(TimeSpan.FromMilliseconds(1), Token) is null);

        link.CutPrefix = null;

        await UntilAsync(() => Task.FromResult(system.Channel.Sent.Count == 1));
    }

    // The warm-up has a detector of its own, so that the system's stops at frames of batches only.
    private static BatchWorker Batches(Installation system) => new(
        system.Store.Queue, system.Handler, new WarmUp(new RedDetector(), system.Get<ResultStore>(), system.Get<AnalysisOptions>(), system.Get<TimeProvider>(), NullLogger<WarmUp>.Instance), system.Get<WorkerOptions>(), system.Get<WakeSignals>(), system.Get<TimeProvider>(), NullLogger<BatchWorker>.Instance);

    private static AlertWorker Alerts(Installation system) => new(
        system.Get<AlertDelivery>(), system.Get<AlertOptions>(), system.Get<WakeSignals>(), system.Get<TimeProvider>(), NullLogger<AlertWorker>.Instance);

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (!await holds())
        {
            await Task.Delay(20, limit.Token);
        }
    }

    private sealed class Running(IHostedService[] services) : IAsyncDisposable
    {
        private bool stopped;

        public static async Task<Running> StartAsync(params IHostedService[] services)
        {
            foreach (var service in services)
            {
                await service.StartAsync(Token);
            }

            return new Running(services);
        }

        public async ValueTask DisposeAsync()
        {
            if (!stopped)
            {
                stopped = true;
                await Task.WhenAll(services.Select(service => service.StopAsync(CancellationToken.None)));
            }
        }
    }
}
