using System.Runtime.CompilerServices;
using CloudCctv.Analysis.Claims;
using CloudCctv.Analysis.Intake;
using CloudCctv.Analysis.Results;
using CloudCctv.Analysis.Sweep;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage.Objects;
using CloudCctv.Storage.Queues;

namespace CloudCctv.Analysis.Fsck;

/// <summary>Zips: each waits for a worker or has gone. Where a result is not complete and its zip is still there, the batch is analysed again.</summary>
internal sealed class BatchCheck(
    IObjectStore store, IWorkQueue queue, BatchReader batches, ResultStore results, ResultReader reader, ClaimStore claims, OrphanSweep sweep, SweepOptions options, TimeProvider time) : IStoreCheck
{
    public async IAsyncEnumerable<Finding> FindAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var waterline = await sweep.WaterlineAsync(cancellationToken);
        await foreach (var zip in store.ListAsync(StoreLayout.BatchPrefix, cancellationToken))
        {
            if (time.GetUtcNow() - zip.WrittenAt >= options.OlderThan && await LookAsync(zip, waterline, cancellationToken) is { } finding)
            {
                yield return finding;
            }
        }
    }

    public async Task RepairAsync(Finding finding, CancellationToken cancellationToken)
    {
        var batch = StoreLayout.BatchAt(finding.Name)!;
        if (finding.Kind == FindingKind.ZipFinished)
        {
            await batches.DeleteAsync(batch, cancellationToken);
            return;
        }

        // While there is a result, nobody would look at the batch again.
        await results.DeleteAsync(batch, cancellationToken);
        await queue.SendAsync(CommitMessage.For(batch), cancellationToken);
    }

    private async Task<Finding?> LookAsync(ObjectProperties zip, DateTimeOffset waterline, CancellationToken cancellationToken)
    {
        var name = zip.Name.Value;
        if (StoreLayout.BatchAt(name) is not { } batch)
        {
            return new Finding(FindingKind.Stranger, name, "It is under batches/ and has no batch's name.");
        }

        if (await claims.IsHeldAsync(batch, cancellationToken))
        {
            return null;
        }

        if (!await results.ExistsAsync(batch, cancellationToken))
        {
            return zip.WrittenAt <= waterline && await batches.ExistsAsync(batch, cancellationToken)
                ? new Finding(FindingKind.ZipForgotten, name, $"It waits since {zip.WrittenAt:u} without a result, and the queue is past it.", "send its message again")
                : null;
        }

        return await JudgeAsync(batch, name, cancellationToken);
    }

    private async Task<Finding> JudgeAsync(BatchName batch, string name, CancellationToken cancellationToken)
    {
        if (await reader.TryReadAsync(batch, cancellationToken) is not { } result)
        {
            return new Finding(FindingKind.ResultUnreadable, name, "Its result cannot be read; the zip is still there.", "analyse it again");
        }

        return await reader.MissingAsync(result, cancellationToken) is [var first, ..] missing
            ? new Finding(FindingKind.SightingMissing, name, $"Its result names {missing.Count} sightings that are not there, first {first}; the zip is still there.", "analyse it again")
            : new Finding(FindingKind.ZipFinished, name, $"It was finished at {result.FinishedAt:u} and is still there.", "delete it");
    }
}
