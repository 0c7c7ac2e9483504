using CloudCctv.Analysis.Claims;
using CloudCctv.Analysis.Intake;
using CloudCctv.Analysis.Results;
using CloudCctv.Contracts.Names;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Sweep;

/// <summary>
/// Removes claims that a worker left behind when it died after its batch was done. A claim on a batch that still waits is kept
/// even if it has run out, because it counts the attempts. Claims are few: one for each batch in work. Thread-safe, over
/// processes too.
/// </summary>
public sealed class ClaimSweep(ClaimStore claims, BatchReader batches, ResultStore results, SweepOptions options, TimeProvider time, ILogger<ClaimSweep> logger)
{
    /// <returns>How many were removed.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var removed = 0;
        await foreach (var (batch, writtenAt) in claims.ListAsync(cancellationToken))
        {
            if (time.GetUtcNow() - writtenAt >= options.OlderThan && await IsOverAsync(batch, cancellationToken))
            {
                removed += await claims.DeleteAsync(batch, cancellationToken) ? 1 : 0;
            }
        }

        if (removed > 0)
        {
            logger.ClaimsRemoved(removed);
        }

        return removed;
    }

    /// <returns>True if nobody works on the batch and nobody has to.</returns>
    internal async Task<bool> IsOverAsync(BatchName batch, CancellationToken cancellationToken) =>
        !await claims.IsHeldAsync(batch, cancellationToken)
        && (await results.ExistsAsync(batch, cancellationToken) || !await batches.ExistsAsync(batch, cancellationToken));
}
