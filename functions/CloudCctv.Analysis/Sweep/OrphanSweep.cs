using CloudCctv.Analysis.Claims;
using CloudCctv.Analysis.Intake;
using CloudCctv.Analysis.Results;
using CloudCctv.Analysis.Stores;
using CloudCctv.Contracts.Batches;
using CloudCctv.Storage.Objects;
using CloudCctv.Storage.Queues;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Sweep;

/// <summary>
/// Finds zips whose message was lost and queues them again, and removes zips that were finished but not deleted. Sending a
/// message too many is harmless: results and claims sort that out. Only zips that wait are listed, never what was made of
/// them, a bounded number at a time, and all of them once in <see cref="SweepOptions.OlderThan"/> however many
/// workers sweep. Thread-safe, over processes too.
/// </summary>
public sealed class OrphanSweep(
    IObjectStore store, IWorkQueue queue, BatchReader batches, ResultStore results, ClaimStore claims, SweepOptions options, TimeProvider time, ILogger<OrphanSweep> logger)
{
    private static readonly ObjectName Bookmark = new("sweep/orphans.json");

    /// <summary>Looks at up to <see cref="SweepOptions.MaxPerSweep"/> zips, from where the last sweep ended.</summary>
    /// <returns>How many were queued.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (after, passBegan) = await ReadBookmarkAsync(cancellationToken);
        if (after.Length == 0 && now - passBegan < options.OlderThan)
        {
            return 0;
        }

        var line = await WaterlineAsync(cancellationToken);
        var (looked, queued, last) = (0, 0, "");
        await foreach (var zip in store.ListAsync(StoreLayout.BatchPrefix, cancellationToken))
        {
            if (string.CompareOrdinal(zip.Name.Value, after) <= 0)
            {
                continue;
            }

            queued += zip.WrittenAt <= line && await LookAsync(zip, cancellationToken) ? 1 : 0;
            if (++looked == options.MaxPerSweep)
            {
                last = zip.Name.Value;
                break;
            }
        }

        var pass = new SweepBookmark(last, after.Length == 0 ? now : passBegan);
        await store.PutJsonAsync(Bookmark, pass, SweepJson.Default.SweepBookmark, cancellationToken);
        logger.SweepFinished(looked, queued);
        return queued;
    }

    /// <summary>
    /// Zips written before this whose message was received, or lost. A queue gives out messages roughly in the order in
    /// which they came, so behind a backlog an old zip is no orphan: its message has not been at the front yet.
    /// </summary>
    internal async Task<DateTimeOffset> WaterlineAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var front = await queue.FindFrontAsync(cancellationToken);
        return (front < now ? front.Value : now) - options.OlderThan;
    }

    private async Task<bool> LookAsync(ObjectProperties zip, CancellationToken cancellationToken)
    {
        if (StoreLayout.BatchAt(zip.Name.Value) is not { } batch)
        {
            logger.StrangerFound(zip.Name);
            return false;
        }

        if (await results.ExistsAsync(batch, cancellationToken))
        {
            await batches.DeleteAsync(batch, cancellationToken);
            return false;
        }

        if (await claims.IsHeldAsync(batch, cancellationToken))
        {
            return false;
        }

        await queue.SendAsync(CommitMessage.For(batch), cancellationToken);
        logger.OrphanQueued(batch);
        return true;
    }

    private async Task<SweepBookmark> ReadBookmarkAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await store.ReadJsonAsync(Bookmark, SweepJson.Default.SweepBookmark, cancellationToken))?.Value ?? SweepBookmark.Beginning;
        }
        catch (InvalidDataException)
        {
            return SweepBookmark.Beginning;
        }
    }
}
