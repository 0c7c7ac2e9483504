using CloudCctv.Analysis.Claims;
using CloudCctv.Analysis.Intake;
using CloudCctv.Analysis.Results;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage.Objects;
using CloudCctv.Storage.Queues;

namespace CloudCctv.Analysis.Quarantine;

/// <summary>
/// Gives a batch that was set aside another chance, for when the reason was ours: a limit that was too low, a fault of this
/// program. At every moment the zip is in quarantine or under its name; a crash on the way leaves it to the sweep. Thread-safe.
/// </summary>
public sealed class QuarantineRetry(IObjectStore store, QuarantineStore quarantine, ZipSpool spool, ResultStore results, ClaimStore claims, IWorkQueue queue)
{
    /// <returns>True for a whole batch under its own name: of one with bad frames the rest was worked on, and a message has no zip.</returns>
    public static bool IsPossible(QuarantinedItem item) => item.Reason is { Batch: { } batch, BadFrames.Count: 0 } && item.Evidence == EvidenceOf(batch);

    /// <returns>False if it is not there, cannot be tried again, or is being worked on.</returns>
    public async Task<bool> RetryAsync(BatchName batch, CancellationToken cancellationToken)
    {
        var evidence = EvidenceOf(batch);
        if (await quarantine.FindReasonAsync(evidence, cancellationToken) is not { } reason || !IsPossible(new(evidence, reason)))
        {
            return false;
        }

        // Nobody else may look at the batch before quarantine has let go of it: what went back there meanwhile would be deleted.
        if (await claims.TryTakeAsync(batch, cancellationToken) is not { } claim)
        {
            return false;
        }

        var isBack = await PutBackAsync(batch, new QuarantinedItem(evidence, reason), cancellationToken);
        // Attempts are counted anew.
        await claim.CompleteAsync(cancellationToken);
        if (isBack)
        {
            await queue.SendAsync(CommitMessage.For(batch), cancellationToken);
        }

        return isBack;
    }

    private async Task<bool> PutBackAsync(BatchName batch, QuarantinedItem item, CancellationToken cancellationToken)
    {
        await using var kept = await quarantine.OpenAsync(item, cancellationToken);
        if (kept is null)
        {
            return false;
        }

        // First, because a zip whose batch has a result is taken for one that was finished, and deleted.
        await results.DeleteAsync(batch, cancellationToken);
        await using var zip = await spool.TakeAsync(kept, cancellationToken);
        if (await store.PutNewAsync(BatchReader.ZipOf(batch), zip, cancellationToken) == PutOutcome.Conflict)
        {
            return false;
        }

        await quarantine.DeleteAsync(item, cancellationToken);
        return true;
    }

    private static ObjectName EvidenceOf(BatchName batch) => new($"{QuarantineStore.Prefix}{batch}");
}
