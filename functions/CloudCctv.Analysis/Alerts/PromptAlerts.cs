using CloudCctv.Analysis.Batches;
using CloudCctv.Storage;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Alerts;

/// <summary>
/// Sends alerts while the batch that wrote them is still being worked on, where no loop in the background does, such as in
/// Azure Functions: what is left to be written down then holds nobody up. Thread-safe.
/// </summary>
public sealed class PromptAlerts(AlertDelivery delivery, WakeSignals wake, TimeProvider time, ILogger<PromptAlerts> logger)
{
    /// <summary>Does the work, and until it ends sends what this process writes into the outbox, of whichever batch.</summary>
    /// <param name="work">Its faults are the caller's; those of alerts are not, as the outbox keeps what was not sent.</param>
    /// <param name="cancellationToken">Stops sending. The work has its own.</param>
    public async Task<T> WhileAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = SendAsync(over.Token, cancellationToken);
        try
        {
            return await work();
        }
        finally
        {
            await over.CancelAsync();
            await sending;
        }
    }

    private async Task SendAsync(CancellationToken over, CancellationToken cancellationToken)
    {
        try
        {
            while (!over.IsCancellationRequested)
            {
                // What was taken is sent to its end, even if the work is over.
                await DeliverAsync(await wake.Alerts.WaitAsync(Timeout.InfiniteTimeSpan, time, over), cancellationToken);
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // Nothing was taken.
        }
    }

    private async Task DeliverAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        try
        {
            await delivery.DeliverAsync(keys, cancellationToken);
        }
        catch (StoreException exception)
        {
            logger.AlertsNotReached(keys.Count, exception.Message);
        }
    }
}
