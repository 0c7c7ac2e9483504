using System.Collections.Concurrent;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Sightings.Index;
using CloudCctv.Contracts.Names;
using CloudCctv.Gallery.Events;

namespace CloudCctv.Gallery.Days;

/// <summary>
/// Makes summaries: from the index and the sidecar of the best picture, or, of events that are not in the index yet, from many
/// sidecars; those are remembered until a picture comes or goes. Thread-safe.
/// </summary>
internal sealed class EventSummaries(SightingDays days, SightingIndex index, SightingCalendar calendar, SightingStore sightings)
{
    /// <summary>Sidecars read of one event, spread over it: an hour of pictures costs no more than a minute.</summary>
    public const int MaxRead = 48;

    // About 2 kB each. When it is full it starts anew, which costs one slow page.
    private const int MaxKept = 2_000;

    private const int MaxParallel = 16;

    private readonly ConcurrentDictionary<EventName, (SightingName Last, EventSummary Summary)> kept = new();

    /// <returns>In the order of the events, without those that have no picture left.</returns>
    public async Task<IReadOnlyList<EventSummary>> ReadAsync(IReadOnlyList<EventName> events, CancellationToken cancellationToken)
    {
        var cards = await days.CardsAsync(events, cancellationToken);
        var found = new EventSummary?[events.Count];
        var limits = new ParallelOptions { MaxDegreeOfParallelism = MaxParallel, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, events.Count, limits, async (i, token) => found[i] = await FindAsync(events[i], cards.GetValueOrDefault(events[i]), token));
        return [.. found.OfType<EventSummary>()];
    }

    private async ValueTask<EventSummary?> FindAsync(EventName eventName, IndexCard? card, CancellationToken cancellationToken)
    {
        if (card is not null)
        {
            if (await sightings.ReadIfSoundAsync(card.Best, cancellationToken) is { } best)
            {
                return new EventSummary(eventName, card.Pictures, best, card.MostAtOnce, card.Last - eventName.Start)
                {
                    Crossings = [.. card.Crossings.Select(one => one.Direction)],
                };
            }

            // Whoever deleted it, or damaged it, did not get as far as the index.
            await index.RefreshAsync(eventName, [], cancellationToken);
        }

        return await LookAsync(eventName, cancellationToken);
    }

    private async ValueTask<EventSummary?> LookAsync(EventName eventName, CancellationToken cancellationToken)
    {
        var names = await calendar.SightingsAsync(eventName, cancellationToken);
        if (names.Count == 0)
        {
            kept.TryRemove(eventName, out _);
            return null;
        }

        if (kept.TryGetValue(eventName, out var known) && known.Last == names[^1] && known.Summary.Pictures == names.Count)
        {
            return known.Summary;
        }

        var read = await ReadSomeAsync(names, cancellationToken);
        return read.Count == 0 ? null : Keep(names[^1], EventSummary.Of(eventName, names.Count, read));
    }

    private EventSummary Keep(SightingName last, EventSummary summary)
    {
        if (kept.Count >= MaxKept)
        {
            kept.Clear();
        }

        kept[summary.Event] = (last, summary);
        return summary;
    }

    private async Task<IReadOnlyList<Sighting>> ReadSomeAsync(IReadOnlyList<SightingName> names, CancellationToken cancellationToken)
    {
        var read = new List<Sighting>();
        foreach (var name in Spread(names))
        {
            if (await sightings.ReadIfSoundAsync(name, cancellationToken) is { } sighting)
            {
                read.Add(sighting);
            }
        }

        return read;
    }

    // First and last are always among them: they tell the duration.
    private static IEnumerable<SightingName> Spread(IReadOnlyList<SightingName> names) => names.Count <= MaxRead
        ? names
        : Enumerable.Range(0, MaxRead).Select(i => names[(int)((long)i * (names.Count - 1) / (MaxRead - 1))]);
}
