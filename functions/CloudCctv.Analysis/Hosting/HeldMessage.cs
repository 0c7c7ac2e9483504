using CloudCctv.Storage;
using CloudCctv.Storage.Queues;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Hosting;

/// <summary>A received message that stays hidden as long as it is held. One user at a time; ends by delete, give-back or postponement.</summary>
internal sealed class HeldMessage : IAsyncDisposable
{
    private readonly IWorkQueue queue;
    private readonly TimeSpan visibility;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly CancellationTokenSource stop = new();
    private readonly Task renewing;
    private WorkItem item;

    public HeldMessage(IWorkQueue queue, WorkItem item, TimeSpan visibility, TimeProvider time, ILogger logger)
    {
        (this.queue, this.item, this.visibility, this.time, this.logger) = (queue, item, visibility, time, logger);
        renewing = RenewAsync();
    }

    public string Body => item.Body;

    public int DequeueCount => item.DequeueCount;

    public async Task DeleteAsync(CancellationToken cancellationToken)
    {
        await StopAsync();
        await queue.DeleteAsync(item, cancellationToken);
    }

    public async Task GiveBackAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        await StopAsync();
        await queue.ReturnAsync(item, delay, cancellationToken);
    }

    public async Task PostponeAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        await StopAsync();
        await queue.PostponeAsync(item, delay, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        stop.Dispose();
    }

    private async Task StopAsync()
    {
        await stop.CancelAsync();
        await renewing;
    }

    private async Task RenewAsync()
    {
        using var timer = new PeriodicTimer(visibility / 3, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop.Token))
            {
                // To its end, once begun: with its answer we would lose the receipt.
                if (await TryRenewAsync() is not { } renewed)
                {
                    return;
                }

                item = renewed;
            }
        }
        catch (OperationCanceledException)
        {
            // Held no longer.
        }
    }

    private async Task<WorkItem?> TryRenewAsync()
    {
        try
        {
            return await queue.RenewAsync(item, visibility, CancellationToken.None);
        }
        catch (StoreException exception)
        {
            logger.RenewalFailed(exception.Message);
            return item;
        }
    }
}
