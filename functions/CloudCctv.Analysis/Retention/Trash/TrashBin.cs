using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Stores;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Retention.Trash;

/// <summary>
/// Events that somebody has deleted and can still have back: <c>trash/EVENT.json</c> says until when. Nothing of the event is
/// touched before. Each change of a mark is a compare-and-swap, so that of an undo and the end only one happens. Thread-safe,
/// over processes too.
/// </summary>
public sealed class TrashBin(IObjectStore store, RetentionOptions options, TimeProvider time)
{
    public const string Prefix = "trash/";

    /// <summary>Marks an event; doing it again does not change until when it can be had back.</summary>
    public async Task<TrashedEvent> ThrowAsync(EventName eventName, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var wanted = new TrashMark(now, now + options.UndoFor, TrashState.Waiting);
        while (true)
        {
            var current = await ReadAsync(eventName, cancellationToken);
            if (current is { Value.State: not TrashState.Restored })
            {
                return new TrashedEvent(eventName, current.Value.Due);
            }

            if (current is null
                ? await store.PutNewJsonAsync(NameOf(eventName), wanted, TrashJson.Default.TrashMark, cancellationToken) != PutOutcome.Conflict
                : await ReplaceAsync(eventName, current, wanted, cancellationToken))
            {
                return new TrashedEvent(eventName, wanted.Due);
            }
        }
    }

    /// <returns>True if the event is there as before; false if its end has begun.</returns>
    public async Task<bool> RestoreAsync(EventName eventName, CancellationToken cancellationToken)
    {
        var isRestored = false;
        while (await ReadAsync(eventName, cancellationToken) is { } current)
        {
            if (current.Value.State == TrashState.Restored)
            {
                // Only this very mark: whoever deletes the event anew meanwhile has the last word.
                isRestored = true;
                await store.TryDeleteAsync(NameOf(eventName), current.ETag, cancellationToken);
            }
            else if (isRestored)
            {
                return true;
            }
            else if (current.Value.State == TrashState.Going)
            {
                return false;
            }
            else
            {
                await ReplaceAsync(eventName, current, current.Value with { State = TrashState.Restored }, cancellationToken);
            }
        }

        return true;
    }

    /// <returns>Null if it is not in the bin.</returns>
    public async Task<TrashedEvent?> FindAsync(EventName eventName, CancellationToken cancellationToken) =>
        await ReadAsync(eventName, cancellationToken) is { Value: { State: not TrashState.Restored } mark } ? new TrashedEvent(eventName, mark.Due) : null;

    /// <summary>Everything in the bin: as much as people delete in <see cref="RetentionOptions.UndoFor"/>.</summary>
    public IAsyncEnumerable<TrashedEvent> AllAsync(CancellationToken cancellationToken) => store.MarkedAsync(Prefix, cancellationToken)
        .Select(async (EventName eventName, CancellationToken token) => await FindAsync(eventName, token))
        .OfType<TrashedEvent>();

    /// <summary>Takes an event whose time is over out of reach of an undo.</summary>
    /// <returns>False if its time is not over, or somebody has it back.</returns>
    internal async Task<bool> TryTakeAsync(EventName eventName, CancellationToken cancellationToken) =>
        await ReadAsync(eventName, cancellationToken) is { } current
        && current.Value.State != TrashState.Restored
        && current.Value.Due <= time.GetUtcNow()
        // What was taken by a run that died is gone on with.
        && (current.Value.State == TrashState.Going || await ReplaceAsync(eventName, current, current.Value with { State = TrashState.Going }, cancellationToken));

    internal Task<bool> ForgetAsync(EventName eventName, CancellationToken cancellationToken) => store.DeleteAsync(NameOf(eventName), cancellationToken);

    private Task<bool> ReplaceAsync(EventName eventName, Versioned<TrashMark> current, TrashMark wanted, CancellationToken cancellationToken) =>
        store.TryReplaceJsonAsync(NameOf(eventName), wanted, TrashJson.Default.TrashMark, current.ETag, cancellationToken);

    // What nobody can read deletes nothing.
    private async Task<Versioned<TrashMark>?> ReadAsync(EventName eventName, CancellationToken cancellationToken)
    {
        try
        {
            return await store.ReadJsonAsync(NameOf(eventName), TrashJson.Default.TrashMark, cancellationToken);
        }
        catch (InvalidDataException)
        {
            await ForgetAsync(eventName, cancellationToken);
            return null;
        }
    }

    private static ObjectName NameOf(EventName eventName) => EventMarks.NameOf(Prefix, eventName);
}

/// <param name="Event">Which.</param>
/// <param name="Due">Until when it can be had back, UTC.</param>
public sealed record TrashedEvent(EventName Event, DateTimeOffset Due);
