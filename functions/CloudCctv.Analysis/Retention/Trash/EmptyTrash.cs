using CloudCctv.Analysis.Retention.Audit;

namespace CloudCctv.Analysis.Retention.Trash;

/// <summary>
/// Deletes for good what was in the bin for long enough, by the same way and with the same audit as retention. Safe to repeat
/// after a crash at any line. Thread-safe, over processes too.
/// </summary>
public sealed class EmptyTrash(TrashBin bin, Disposal disposal, TimeProvider time)
{
    internal const string Reason = "in the gallery";

    /// <returns>How many events went.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var gone = 0;
        await foreach (var trashed in bin.AllAsync(cancellationToken))
        {
            // Of an event in work more may be written at any moment: the next run takes it as a whole.
            if (trashed.Due <= time.GetUtcNow()
                && !await disposal.IsInWorkAsync(trashed.Event, cancellationToken)
                && await bin.TryTakeAsync(trashed.Event, cancellationToken))
            {
                await DeleteAsync(trashed, cancellationToken);
                gone++;
            }
        }

        return gone;
    }

    private async Task DeleteAsync(TrashedEvent trashed, CancellationToken cancellationToken)
    {
        if (await disposal.MeasureAsync(trashed.Event, cancellationToken) is { Bytes: > 0 } measured)
        {
            await disposal.DeleteAsync([measured], DeletionCause.ByHand, _ => Reason, cancellationToken);
        }
        else
        {
            // Retention was quicker, or a run died on its way.
            await disposal.ForgetAsync(trashed.Event, cancellationToken);
        }

        await bin.ForgetAsync(trashed.Event, cancellationToken);
    }
}
