using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Sightings.Index;

/// <summary>
/// Days and their events for pages: from the index as far as it reaches, else from the folders, which is as right and slower.
/// What an hour says is remembered until its version changes. Thread-safe.
/// </summary>
public sealed class SightingDays
{
    // Some 50 MB. When it is full it starts anew, which costs one slow page.
    private const int MaxKept = 100_000;

    private const int AheadAtOnce = 4;

    private readonly IObjectStore store;
    private readonly SightingCalendar calendar;
    private readonly IndexReach reach;
    private readonly IndexShelf shelf;
    private readonly IndexSource source;
    private readonly ConcurrentDictionary<IndexHour, (ETag Version, IReadOnlyDictionary<EventName, IndexCard> Cards)> kept = new();

    internal SightingDays(IObjectStore store, SightingCalendar calendar, IndexReach reach, IndexShelf shelf, IndexSource source) =>
        (this.store, this.calendar, this.reach, this.shelf, this.source) = (store, calendar, reach, shelf, source);

    /// <summary>Days (UTC) with events up to a day, newest first; read from the store as the caller goes on.</summary>
    public async IAsyncEnumerable<DateOnly> BackAsync(DateOnly upTo, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var from = await reach.FromAsync(cancellationToken);
        await foreach (var day in WalkAsync("", upTo, back: true, cancellationToken).TakeWhile(day => day >= from))
        {
            yield return day;
        }

        await foreach (var day in NotIndexedAsync(from, cancellationToken).Where(day => day <= upTo))
        {
            yield return day;
        }
    }

    /// <summary>The same from a day on, oldest first.</summary>
    public async IAsyncEnumerable<DateOnly> OnAsync(DateOnly since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var from = await reach.FromAsync(cancellationToken);
        foreach (var day in (await NotIndexedAsync(from, cancellationToken).TakeWhile(day => day >= since).ToListAsync(cancellationToken)).AsEnumerable().Reverse())
        {
            yield return day;
        }

        await foreach (var day in WalkAsync("", since > from ? since : from, back: false, cancellationToken))
        {
            yield return day;
        }
    }

    /// <summary>Reads the newest days into memory, a few at once, so that no page has to wait for all of them.</summary>
    /// <param name="count">How many.</param>
    /// <param name="cancellationToken">Stops between two hours.</param>
    internal async Task ReadAheadAsync(int count, CancellationToken cancellationToken)
    {
        var from = await reach.FromAsync(cancellationToken);
        var newest = await WalkAsync("", DateOnly.MaxValue, back: true, cancellationToken).TakeWhile(day => day >= from).Take(count).ToListAsync(cancellationToken);
        await Parallel.ForEachAsync(newest, new ParallelOptions { MaxDegreeOfParallelism = AheadAtOnce, CancellationToken = cancellationToken }, async (day, token) =>
        {
            await foreach (var hour in store.ListAsync(IndexHour.FolderOf(day), token))
            {
                await ReadAsync(hour, token);
            }
        });
    }

    /// <summary>Events that began on a day (UTC), in no order.</summary>
    public async Task<IReadOnlyList<EventName>> EventsAsync(DateOnly day, CancellationToken cancellationToken)
    {
        if (day < await reach.FromAsync(cancellationToken))
        {
            return await calendar.EventsAsync(day, camera: null, cancellationToken);
        }

        var hours = await store.ListAsync(IndexHour.FolderOf(day), cancellationToken).ToListAsync(cancellationToken);
        var cards = await Task.WhenAll(hours.Select(found => ReadAsync(found, cancellationToken)));
        return [.. cards.SelectMany(one => one.Keys)];
    }

    /// <summary>Cards of events, without those that are not in the index.</summary>
    public async Task<IReadOnlyDictionary<EventName, IndexCard>> CardsAsync(IEnumerable<EventName> events, CancellationToken cancellationToken)
    {
        var from = await reach.FromAsync(cancellationToken);
        var wanted = events.ToLookup(IndexHour.Of);
        var hours = await Task.WhenAll(wanted.Where(hour => hour.Key.Day >= from).Select(async hour =>
            await store.GetPropertiesAsync(hour.Key.Object, cancellationToken) is { } found ? await ReadAsync(found, cancellationToken) : null));
        return hours.OfType<IReadOnlyDictionary<EventName, IndexCard>>()
            .SelectMany(cards => cards.Values)
            .Where(card => wanted[IndexHour.Of(card.Event)].Contains(card.Event))
            .ToDictionary(card => card.Event);
    }

    /// <summary>Cards of all events that began on a day (UTC), in no order. Of a day that is not in the index, every sidecar is read.</summary>
    public async Task<IReadOnlyList<IndexCard>> CardsAsync(DateOnly day, CancellationToken cancellationToken)
    {
        if (day < await reach.FromAsync(cancellationToken))
        {
            var truths = new List<IndexCard>();
            foreach (var hour in IndexHour.AllOf(day))
            {
                truths.AddRange((await source.HourAsync(hour, cancellationToken)).File.Events.Select(IndexCard.Of));
            }

            return truths;
        }

        var hours = await store.ListAsync(IndexHour.FolderOf(day), cancellationToken).ToListAsync(cancellationToken);
        var cards = await Task.WhenAll(hours.Select(found => ReadAsync(found, cancellationToken)));
        return [.. cards.SelectMany(one => one.Values)];
    }

    private static bool IsWithin(string folder, DateOnly bound, bool back)
    {
        var order = string.CompareOrdinal(folder, bound.ToString("yyyy/MM/dd", CultureInfo.InvariantCulture)[..Math.Min(folder.Length, 10)]);
        return back ? order <= 0 : order >= 0;
    }

    private IAsyncEnumerable<DateOnly> NotIndexedAsync(DateOnly from, CancellationToken cancellationToken) => from == DateOnly.MinValue
        ? AsyncEnumerable.Empty<DateOnly>()
        : calendar.DaysAsync(camera: null, cancellationToken).Where(day => day < from);

    // Year, month, day: nothing is listed that lies on the other side of the bound.
    private async IAsyncEnumerable<DateOnly> WalkAsync(string folder, DateOnly bound, bool back, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (DateOnly.TryParseExact(folder, "yyyy/MM/dd/", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            yield return day;
            yield break;
        }

        var names = await store.ListFoldersAsync($"{IndexHour.Prefix}{folder}", cancellationToken).Where(name => IsWithin(folder + name, bound, back)).ToListAsync(cancellationToken);
        for (var i = 0; i < names.Count && folder.Length < 10; i++)
        {
            await foreach (var below in WalkAsync($"{folder}{names[back ? names.Count - 1 - i : i]}/", bound, back, cancellationToken))
            {
                yield return below;
            }
        }
    }

    private async Task<IReadOnlyDictionary<EventName, IndexCard>> ReadAsync(ObjectProperties found, CancellationToken cancellationToken)
    {
        if (IndexHour.From(found.Name.Value) is not { } hour)
        {
            return new Dictionary<EventName, IndexCard>();
        }

        if (kept.TryGetValue(hour, out var known) && known.Version == found.ETag)
        {
            return known.Cards;
        }

        var stored = await shelf.FindAsync(hour, cancellationToken);
        // One that cannot be read is no reason to hide what there is; the next worker that comes to it writes it anew.
        var file = stored is { File: null } ? (await source.HourAsync(hour, cancellationToken)).File : stored?.File ?? HourFile.Empty;
        var cards = file.Events.ToDictionary(one => one.Event, IndexCard.Of);
        if (stored?.File is not null)
        {
            Keep(hour, stored.Properties.ETag, cards);
        }

        return cards;
    }

    private void Keep(IndexHour hour, ETag version, Dictionary<EventName, IndexCard> cards)
    {
        if (kept.Values.Sum(one => one.Cards.Count) + cards.Count > MaxKept)
        {
            kept.Clear();
        }

        kept[hour] = (version, cards);
    }
}
