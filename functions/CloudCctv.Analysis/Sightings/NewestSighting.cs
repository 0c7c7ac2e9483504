using System.Text.Json.Serialization;
using CloudCctv.Analysis.Stores;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Sightings;

/// <summary>
/// Remembers the newest sighting of all cameras in one small object, so that "the last picture" costs one read. Newest by the
/// time of the frame: a batch that comes late does not move it back. Thread-safe, over processes too.
/// </summary>
public sealed class NewestSighting(IObjectStore store, SightingStore sightings, SightingCalendar calendar)
{
    private static readonly ObjectName Pointer = new($"{SightingName.Prefix}newest.json");

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

    /// <returns>Null if there are no sightings.</returns>
    public async Task<SightingName?> FindAsync(CancellationToken cancellationToken)
    {
        var current = await ReadAsync(cancellationToken);
        if (current is null || await store.GetPropertiesAsync(current.Value.Name.Sidecar, cancellationToken) is not null)
        {
            return current?.Value.Name;
        }

        // Somebody has deleted it: look for the next and remember that, unless a newer one has just come.
        var found = await SearchAsync(cancellationToken);
        if (found is not null)
        {
            await ReplaceAsync(NewestPointer.To(found), current.ETag, cancellationToken);
        }

        return found?.Name;
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

    private async Task<Sighting?> SearchAsync(CancellationToken cancellationToken)
    {
        await foreach (var day in calendar.DaysAsync(camera: null, cancellationToken))
        {
            foreach (var eventName in await calendar.EventsAsync(day, camera: null, cancellationToken))
            {
                if (await calendar.SightingsAsync(eventName, cancellationToken) is [.., var last]
                    && await sightings.ReadAsync(last, cancellationToken) is { } sighting)
                {
                    return sighting;
                }
            }
        }

        return null;
    }
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
