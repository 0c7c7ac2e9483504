using System.Text.Json.Serialization;
using CloudCctv.Analysis.Retention.Trash;
using CloudCctv.Analysis.Stores;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Sightings;

/// <summary>
/// Remembers the newest sighting of all cameras in one small object, so that "the last picture" costs one read. Newest by the
/// time of the frame: a batch that comes late does not move it back. Thread-safe, over processes too.
/// </summary>
public sealed class NewestSighting(IObjectStore store, SightingStore sightings, SightingCalendar calendar, TrashBin trash, TimeProvider time)
{
    private static readonly ObjectName Pointer = new($"{SightingName.Prefix}newest.json");

    // While the newest lies in the bin the next one is looked for; each page that is open asks every 1.5 s.
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(10);

    private volatile Instead? instead;

    /// <summary>Moves the pointer forward to this sighting, unless it is already there or further.</summary>
    public async Task AdvanceAsync(Sighting sighting, CancellationToken cancellationToken)
    {
        var wanted = NewestPointer.To(sighting);
        for (var done = false; !done;)
        {
            var current = await ReadAsync(cancellationToken);
            done = current is null
                ? await store.PutNewJsonAsync(Pointer, wanted, SightingJson.Default.NewestPointer, cancellationToken) != PutOutcome.Conflict
                : !wanted.IsAfter(current.Value) || await ReplaceAsync(wanted, current.ETag, cancellationToken);
        }
    }

    /// <returns>The newest that nobody has deleted, be it that it can still be had back; null if there is none.</returns>
    public async Task<SightingName?> FindAsync(CancellationToken cancellationToken)
    {
        if (await ReadAsync(cancellationToken) is not { } current)
        {
            return null;
        }

        if (await store.GetPropertiesAsync(current.Value.Name.Sidecar, cancellationToken) is null)
        {
            return await MoveBackAsync(current, cancellationToken);
        }

        // The pointer stays: who has the event back has the newest back.
        return await trash.FindAsync(current.Value.Event, cancellationToken) is null ? current.Value.Name : await InsteadOfAsync(current.Value.Name, cancellationToken);
    }

    // Somebody has deleted it: look for the next and remember that, unless a newer one has just come.
    private async Task<SightingName?> MoveBackAsync(Versioned<NewestPointer> current, CancellationToken cancellationToken)
    {
        var there = await SearchAsync(new HashSet<EventName>(), cancellationToken);
        if (there is null)
        {
            return null;
        }

        await ReplaceAsync(NewestPointer.To(there), current.ETag, cancellationToken);
        return await trash.FindAsync(there.Event, cancellationToken) is null ? there.Name : await InsteadOfAsync(there.Name, cancellationToken);
    }

    private async Task<SightingName?> InsteadOfAsync(SightingName trashed, CancellationToken cancellationToken)
    {
        var last = instead;
        if (last?.Of == trashed && time.GetElapsedTime(last.At) < Remembered && (last.Found is null || await trash.FindAsync(last.Found.Event, cancellationToken) is null))
        {
            return last.Found;
        }

        var at = time.GetTimestamp();
        var gone = await trash.AllAsync(cancellationToken).Select(one => one.Event).ToHashSetAsync(cancellationToken: cancellationToken);
        var found = (await SearchAsync(gone, cancellationToken))?.Name;
        instead = new Instead(trashed, found, at);
        return found;
    }

    private async Task<Versioned<NewestPointer>?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await store.ReadJsonAsync(Pointer, SightingJson.Default.NewestPointer, cancellationToken);
        }
        catch (InvalidDataException)
        {
            // Only a shortcut: the next sighting writes it again.
            await store.DeleteAsync(Pointer, cancellationToken);
            return null;
        }
    }

    private Task<bool> ReplaceAsync(NewestPointer pointer, ETag ifMatch, CancellationToken cancellationToken) =>
        store.TryReplaceJsonAsync(Pointer, pointer, SightingJson.Default.NewestPointer, ifMatch, cancellationToken);

    private async Task<Sighting?> SearchAsync(HashSet<EventName> without, CancellationToken cancellationToken)
    {
        await foreach (var day in calendar.DaysAsync(camera: null, cancellationToken))
        {
            foreach (var eventName in await calendar.EventsAsync(day, camera: null, cancellationToken))
            {
                if (!without.Contains(eventName)
                    && await calendar.SightingsAsync(eventName, cancellationToken) is [.., var last]
                    && await sightings.ReadAsync(last, cancellationToken) is { } sighting)
                {
                    return sighting;
                }
            }
        }

        return null;
    }

    private sealed record Instead(SightingName Of, SightingName? Found, long At);
}

internal sealed record NewestPointer(EventName Event, FrameName Frame, DateTimeOffset Time)
{
    [JsonIgnore]
    public SightingName Name => new(Event, Frame);

    public static NewestPointer To(Sighting sighting) => new(sighting.Event, sighting.Frame, sighting.Time);

    // The name decides between two cameras in the same millisecond, so that all workers agree.
    public bool IsAfter(NewestPointer other) =>
        Time != other.Time ? Time > other.Time : string.CompareOrdinal(Name.ToString(), other.Name.ToString()) > 0;
}
