using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Names;
using CloudCctv.Gallery.Layout;

namespace CloudCctv.Gallery.Days;

/// <summary>
/// Finds events by the day on the wall's calendar, which need not be a day in UTC, in which the store keeps them. Thread-safe.
/// </summary>
internal sealed class DayBook(SightingCalendar calendar, GalleryClock clock)
{
    /// <summary>Days in the list of recent days.</summary>
    public const int RecentDays = 14;

    /// <summary>The latest day with events, or null if there is none at all.</summary>
    /// <param name="sees">Which cameras whoever asks may see.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    public async Task<DateOnly?> NewestAsync(Func<CameraName, bool> sees, CancellationToken cancellationToken)
    {
        await foreach (var utcDay in calendar.DaysAsync(camera: null, cancellationToken))
        {
            if ((await calendar.EventsAsync(utcDay, camera: null, cancellationToken)).FirstOrDefault(one => sees(CameraName.Of(one))) is { } newest)
            {
                return clock.DayOf(newest.Start);
            }
        }

        return null;
    }

    /// <summary>The events of a day, newest first, and the days around it.</summary>
    /// <param name="day">Which.</param>
    /// <param name="sees">Which cameras whoever asks may see.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    public async Task<DayInBook> OpenAsync(DateOnly day, Func<CameraName, bool> sees, CancellationToken cancellationToken)
    {
        var utcDays = await UtcDaysAsync(day, cancellationToken);
        var events = await Task.WhenAll(utcDays.Select(one => calendar.EventsAsync(one, camera: null, cancellationToken)));
        var byDay = events.SelectMany(one => one).Where(one => sees(CameraName.Of(one))).ToLookup(one => clock.DayOf(one.Start));
        var days = byDay.Select(one => one.Key).OrderDescending().ToList();
        return new DayInBook(
            day,
            [.. byDay[day].OrderByDescending(one => one.Start).ThenBy(one => one.ToString(), StringComparer.Ordinal)],
            days.Where(one => one < day).Select(one => (DateOnly?)one).FirstOrDefault(),
            days.Where(one => one > day).Select(one => (DateOnly?)one).LastOrDefault(),
            [.. days.Take(RecentDays).Select(one => new DayCount(one, byDay[one].Count()))]);
    }

    // The recent ones, those that the day lies in, and two to either side: of two in a row, one has a neighbour's event.
    private async Task<IReadOnlyCollection<DateOnly>> UtcDaysAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var chosen = new HashSet<DateOnly>();
        var later = new Queue<DateOnly>();
        var earlier = 0;
        await foreach (var utcDay in calendar.DaysAsync(camera: null, cancellationToken))
        {
            var distance = utcDay.DayNumber - day.DayNumber;
            if (chosen.Count <= RecentDays || Math.Abs(distance) <= 1)
            {
                chosen.Add(utcDay);
            }

            if (distance > 1)
            {
                later.Enqueue(utcDay);
                _ = later.Count > 2 ? later.Dequeue() : default;
            }
            else if (distance < -1)
            {
                chosen.Add(utcDay);
                earlier++;
            }

            if (earlier >= 2 && chosen.Count > RecentDays)
            {
                break;
            }
        }

        chosen.UnionWith(later);
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
