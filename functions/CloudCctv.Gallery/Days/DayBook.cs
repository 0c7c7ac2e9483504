using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Sightings.Index;
using CloudCctv.Contracts.Names;
using CloudCctv.Gallery.Layout;

namespace CloudCctv.Gallery.Days;

/// <summary>
/// Finds events by the day on the wall's calendar, which need not be a day in UTC, in which the store keeps them. Thread-safe.
/// </summary>
internal sealed class DayBook(SightingDays days, GalleryClock clock)
{
    /// <summary>Days in the list of recent days.</summary>
    public const int RecentDays = 14;

    // Days looked at for events that somebody may see.
    private const int MaxPassedOver = 400;

    // In UTC, that one on the wall may reach into.
    private const int DaysAround = 3;

    /// <summary>The latest day with events, or null if there is none at all.</summary>
    /// <param name="sees">Which cameras whoever asks may see; null for all.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    public async Task<DateOnly?> NewestAsync(Func<CameraName, bool>? sees, CancellationToken cancellationToken)
    {
        await foreach (var utcDay in BackAsync(DateOnly.MaxValue, sees, cancellationToken))
        {
            if (Seen(await days.EventsAsync(utcDay, cancellationToken), sees).ToList() is { Count: > 0 } events)
            {
                return clock.DayOf(events.Max(one => one.Start));
            }
        }

        return null;
    }

    /// <summary>The events of a day, newest first, and the days around it.</summary>
    /// <param name="day">Which.</param>
    /// <param name="sees">Which cameras whoever asks may see; null for all.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    public async Task<DayInBook> OpenAsync(DateOnly day, Func<CameraName, bool>? sees, CancellationToken cancellationToken)
    {
        var utcDays = await UtcDaysAsync(day, sees, cancellationToken);
        var events = await Task.WhenAll(utcDays.Select(one => days.EventsAsync(one, cancellationToken)));
        var byDay = events.SelectMany(one => Seen(one, sees)).ToLookup(one => clock.DayOf(one.Start));
        var found = byDay.Select(one => one.Key).OrderDescending().ToList();
        return new DayInBook(
            day,
            [.. byDay[day].OrderByDescending(one => one.Start).ThenBy(one => one.ToString(), StringComparer.Ordinal)],
            found.Where(one => one < day).Select(one => (DateOnly?)one).FirstOrDefault(),
            found.Where(one => one > day).Select(one => (DateOnly?)one).LastOrDefault(),
            [.. found.Take(RecentDays).Select(one => new DayCount(one, byDay[one].Count()))]);
    }

    private static IEnumerable<EventName> Seen(IEnumerable<EventName> events, Func<CameraName, bool>? sees) =>
        sees is null ? events : events.Where(one => sees(CameraName.Of(one)));

    private IAsyncEnumerable<DateOnly> BackAsync(DateOnly from, Func<CameraName, bool>? sees, CancellationToken cancellationToken) =>
        Visible(days.BackAsync(from, cancellationToken), sees);

    // Days of others are passed over, as far as a page may take its time.
    private IAsyncEnumerable<DateOnly> Visible(IAsyncEnumerable<DateOnly> some, Func<CameraName, bool>? sees) => sees is null
        ? some
        : some.Take(MaxPassedOver).Where(async (DateOnly one, CancellationToken token) => Seen(await days.EventsAsync(one, token), sees).Any());

    // The recent ones, those that the day lies in, and two to either side: of two in a row, one has a neighbour's event.
    private async Task<IReadOnlyCollection<DateOnly>> UtcDaysAsync(DateOnly day, Func<CameraName, bool>? sees, CancellationToken cancellationToken)
    {
        var chosen = await BackAsync(DateOnly.MaxValue, sees, cancellationToken).Take(RecentDays + 1).ToHashSetAsync(cancellationToken: cancellationToken);
        if (day > DateOnly.MinValue.AddDays(1) && day < DateOnly.MaxValue.AddDays(-1))
        {
            chosen.UnionWith(await BackAsync(day.AddDays(1), sees, cancellationToken).Take(DaysAround + 2).ToListAsync(cancellationToken));
            chosen.UnionWith(await Visible(days.OnAsync(day.AddDays(2), cancellationToken), sees).Take(2).ToListAsync(cancellationToken));
        }

        return chosen;
    }
}

/// <param name="Day">The day asked for.</param>
/// <param name="Events">Newest first.</param>
/// <param name="Previous">The nearest earlier day with events.</param>
/// <param name="Next">The nearest later day with events.</param>
/// <param name="Recent">The latest days with events, newest first.</param>
public sealed record DayInBook(DateOnly Day, IReadOnlyList<EventName> Events, DateOnly? Previous, DateOnly? Next, IReadOnlyList<DayCount> Recent);

public readonly record struct DayCount(DateOnly Day, int Events);
