using CloudCctv.Analysis.Claims;
using CloudCctv.Storage;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Batches;

/// <summary>The edge around one attempt at a batch: whatever is wrong with it, the claim ends accordingly and the next batch comes. Thread-safe.</summary>
public sealed class AttemptGuard(AnalysisOptions options, TimeProvider time, ILogger<AttemptGuard> logger)
{
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(10);

    /// <exception cref="OperationCanceledException">The caller's cancellation; the claim has been given back.</exception>
    public async Task<HandleOutcome> RunAsync(Claim claim, Func<Task<HandleOutcome>> attempt, CancellationToken cancellationToken)
    {
        try
        {
            return await attempt();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await EndAsync(claim, claim.GiveBackAsync);
            throw;
        }
        catch (StoreUnreachableException exception)
        {
            logger.BatchDelayed(claim.Batch, exception.Message);
            await EndAsync(claim, claim.GiveBackAsync);
            return HandleOutcome.Postpone(exception.RetryAfter ?? options.Worker.RetryDelay, "the store is unreachable");
        }
#pragma warning disable CA1031 // The edge for one batch: whatever is wrong with it must not stop the next.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            logger.BatchFailed(exception, claim.Batch, claim.Attempt);
            await EndAsync(claim, token => claim.FailAsync($"{exception.GetType().Name}: {exception.Message}", token));
            return HandleOutcome.Retry(options.Worker.RetryDelay * Math.Pow(2, Math.Min(claim.Attempt - 1, 8)), exception.GetType().Name);
        }
    }

    // Not under the caller's token, which may be what ended the attempt.
    private async Task EndAsync(Claim claim, Func<CancellationToken, Task> end)
    {
        try
        {
            using var limit = new CancellationTokenSource(EndLimit, time);
            await end(limit.Token);
        }
        catch (Exception exception) when (exception is StoreException or OperationCanceledException)
        {
            logger.ClaimLeft(claim.Batch, exception.Message);
        }
    }
}
