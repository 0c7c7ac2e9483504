using CloudCctv.Analysis.Batches;
using CloudCctv.Contracts.Faults;
using CloudCctv.Storage;
using CloudCctv.Storage.Queues;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Hosting;

/// <summary>
/// Takes messages off the queue and has them handled, several at a time; before the first, all is tried that a batch needs. A stop
/// gives back what is being worked on.
/// </summary>
public sealed class BatchWorker(IWorkQueue queue, BatchHandler handler, WarmUp warmUp, WorkerOptions options, WakeSignals wake, TimeProvider time, ILogger<BatchWorker> logger)
    : BackgroundService
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);

    // An event's next batch comes after half a second at first, then every five, and who was seen once often comes back: for a
    // while after a message the queue is looked at more often.
    private static readonly TimeSpan EagerPoll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan EagerFor = TimeSpan.FromSeconds(30);

    // Of those that have nothing to do, one looks at the queue now and then, whichever it is; each look costs.
    private readonly SemaphoreSlim lookout = new(1);

    private long eagerUntil = long.MinValue;

    public override void Dispose()
    {
        lookout.Dispose();
        base.Dispose();
    }

    // In the background from its first line: the gallery opens meanwhile.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(
        async () =>
        {
            await warmUp.RunAsync(stoppingToken);
            await Task.WhenAll(Enumerable.Range(0, options.Workers * options.BatchesInHand).Select(_ => Task.Run(() => RunAsync(stoppingToken), stoppingToken)));
        },
        stoppingToken);

    private Task RunAsync(CancellationToken stop) => EndlessLoop.RunAsync(
        async () =>
        {
            if (!await HandleNextAsync(stop))
            {
                await RestAsync(stop);
            }
        },
        time, logger, stop);

    private bool IsEager => options.IdlePoll > EagerPoll && time.GetTimestamp() < Interlocked.Read(ref eagerUntil);

    private async Task RestAsync(CancellationToken stop)
    {
        await lookout.WaitAsync(stop);
        try
        {
            await wake.Batches.WaitAsync(IsEager ? EagerPoll : options.IdlePoll, time, stop);
        }
        finally
        {
            lookout.Release();
        }
    }

    /// <returns>False if the queue was empty.</returns>
    private async Task<bool> HandleNextAsync(CancellationToken stop)
    {
        if (await queue.ReceiveAsync(options.Visibility, stop) is not { } item)
        {
            return false;
        }

        // Where there was one message there may be more.
        Interlocked.Exchange(ref eagerUntil, time.GetTimestamp() + (long)(EagerFor.TotalSeconds * time.TimestampFrequency));
        wake.Batches.Set();
        CrashPoint.Reach(WorkerSteps.Received);
        await using var message = new HeldMessage(queue, item, options.Visibility, time, logger);
        try
        {
            await SettleAsync(message, await handler.HandleAsync(message.Body, message.DequeueCount, stop), stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await TryGiveBackAsync(message);
            throw;
        }

        return true;
    }

    private static Task SettleAsync(HeldMessage message, HandleOutcome outcome, CancellationToken cancellationToken) => outcome.Ending switch
    {
        HandleEnding.Done => message.DeleteAsync(cancellationToken),
        HandleEnding.Postponed => message.PostponeAsync(outcome.Delay, cancellationToken),
        _ => message.GiveBackAsync(outcome.Delay, cancellationToken),
    };

    private async Task TryGiveBackAsync(HeldMessage message)
    {
        try
        {
            using var limit = new CancellationTokenSource(StopLimit, time);
            await message.GiveBackAsync(TimeSpan.Zero, limit.Token);
        }
        catch (Exception exception) when (exception is StoreException or OperationCanceledException)
        {
            logger.MessageLeft(exception.Message);
        }
    }
}
