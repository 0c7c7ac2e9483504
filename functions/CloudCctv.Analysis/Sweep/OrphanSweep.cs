using System.Text.Json.Serialization;
using CloudCctv.Analysis.Claims;
using CloudCctv.Analysis.Intake;
using CloudCctv.Analysis.Results;
using CloudCctv.Analysis.Stores;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage.Objects;
using CloudCctv.Storage.Queues;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Sweep;

/// <summary>
/// Finds zips whose message was lost and queues them again, and removes zips that were finished but not deleted. Sending a
/// message too many is harmless: results and claims sort that out. Thread-safe, over processes too.
/// </summary>
public sealed class OrphanSweep(
    IObjectStore store, IWorkQueue queue, BatchReader batches, ResultStore results, ClaimStore claims, SweepOptions options, TimeProvider time, ILogger<OrphanSweep> logger)
{
    private static readonly ObjectName Bookmark = new("sweep/orphans.json");

    /// <summary>Looks at up to <see cref="SweepOptions.MaxPerSweep"/> zips, from where the last sweep ended.</summary>
    /// <returns>How many were queued.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var waiting = await queue.CountAsync(cancellationToken);
        if (waiting > options.MaxQueued)
        {
            logger.SweepSkipped(waiting);
            return 0;
        }

        var after = await ReadBookmarkAsync(cancellationToken);
        var (looked, queued, last) = (0, 0, "");
        await foreach (var zip in store.ListAsync(StoreLayout.BatchPrefix, cancellationToken))
        {
            if (string.CompareOrdinal(zip.Name.Value, after) <= 0)
            {
                continue;
            }

            queued += await LookAsync(zip, cancellationToken) ? 1 : 0;
            if (++looked == options.MaxPerSweep)
            {
                last = zip.Name.Value;
                break;
            }
        }

        await store.PutJsonAsync(Bookmark, new SweepBookmark(last), SweepJson.Default.SweepBookmark, cancellationToken);
        logger.SweepFinished(looked, queued);
        return queued;
    }

    private async Task<bool> LookAsync(ObjectProperties zip, CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() - zip.WrittenAt < options.OlderThan)
        {
            return false;
        }

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

    private async Task<string> ReadBookmarkAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await store.ReadJsonAsync(Bookmark, SweepJson.Default.SweepBookmark, cancellationToken))?.Value.After ?? "";
        }
        catch (InvalidDataException)
        {
            return "";
        }
    }
}

/// <param name="After">Name of the last zip looked at; empty to begin at the beginning.</param>
internal sealed record SweepBookmark(string After);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SweepBookmark))]
internal sealed partial class SweepJson : JsonSerializerContext;

internal static partial class SweepLog
{
    [LoggerMessage(400, LogLevel.Warning, "Orphan queued again: {Batch}")]
    public static partial void OrphanQueued(this ILogger logger, BatchName batch);

    [LoggerMessage(401, LogLevel.Warning, "Not a batch, left alone: {Name}")]
    public static partial void StrangerFound(this ILogger logger, ObjectName name);

    [LoggerMessage(402, LogLevel.Debug, "Sweep finished: {Looked} zips, {Queued} queued")]
    public static partial void SweepFinished(this ILogger logger, int looked, int queued);

    [LoggerMessage(403, LogLevel.Debug, "No sweep: {Waiting} messages wait")]
    public static partial void SweepSkipped(this ILogger logger, int waiting);
}
