using System.Collections.Frozen;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Sightings.Index;
using CloudCctv.Contracts.Names;
using CloudCctv.Gallery.Layout;

namespace CloudCctv.Gallery.Days;

/// <summary>
/// Finds events by the day on the wall's calendar, which need not be a day in UTC, in which the store keeps them. The day that is
/// asked for, and the newest, are as the store has them now; of the others the counts may be old (<see cref="DayTallies"/>), so that
/// a page costs the same however many days there are. Thread-safe.
/// </summary>
internal sealed class DayBook(SightingDays days, DayTallies tallies, GalleryClock clock)
{
    /// <summary>Days in the list of recent days.</summary>
    public const int RecentDays = 14;

    // In UTC, that one on the wall may reach into.
    private const int DaysAround = 3;

    /// <summary>The latest day with events, or null if there is none at all.</summary>
    /// <param name="sees">Which cameras whoever asks may see; null for all.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    public async Task<DateOnly?> NewestAsync(Func<CameraName, bool>? sees, CancellationToken cancellationToken)
    {
        var walk = new DayWalk(tallies, sees, FrozenSet<EventName>.Empty, []);
        await FindNewestAsync(walk, 1, cancellationToken);
        return walk.Counts.Keys.Order().Select(day => (DateOnly?)day).LastOrDefault();
    }

    /// <summary>The events of a day, newest first, and the days around it.</summary>
    /// <param name="day">Which.</param>
    /// <param name="sees">Which cameras whoever asks may see; null for all.</param>
    /// <param name="gone">Events that are as good as deleted.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    public async Task<DayInBook> OpenAsync(DateOnly day, Func<CameraName, bool>? sees, IReadOnlySet<EventName> gone, CancellationToken cancellationToken)
    {
        var walk = new DayWalk(tallies, sees, gone, clock.UtcDaysOf(day));
        await WalkAsync(walk, day, cancellationToken);
        var counts = walk.Counts;
        var found = counts.Keys.OrderDescending().ToList();
        return new DayInBook(
            day,
            [.. walk.Events.Where(one => clock.DayOf(one.Start) == day).OrderByDescending(one => one.Start).ThenBy(one => one.ToString(), StringComparer.Ordinal)],
            found.Where(one => one < day).Select(one => (DateOnly?)one).FirstOrDefault(),
            found.Where(one => one > day).Select(one => (DateOnly?)one).LastOrDefault(),
            [.. found.Take(RecentDays).Select(one => new DayCount(one, counts[one]))]);
    }

    // The recent ones, those that the day lies in, and two to either side: of two in a row, one has a neighbour's event.
    private async Task WalkAsync(DayWalk walk, DateOnly day, CancellationToken cancellationToken)
    {
        await FindNewestAsync(walk, RecentDays + 1, cancellationToken);
        if (day > DateOnly.MinValue.AddDays(1) && day < DateOnly.MaxValue.AddDays(-1))
        {
            await walk.FindAsync(days.BackAsync(day.AddDays(1), cancellationToken), DaysAround + 2, isFirstExact: false, cancellationToken);
            await walk.FindAsync(days.OnAsync(day.AddDays(2), cancellationToken), 2, isFirstExact: false, cancellationToken);
        }
    }

    // What happens now is on the newest of all days.
    private Task FindNewestAsync(DayWalk walk, int wanted, CancellationToken cancellationToken) =>
        walk.FindAsync(days.BackAsync(DateOnly.MaxValue, cancellationToken), wanted, isFirstExact: true, cancellationToken);
}

/// <param name="Day">The day asked for.</param>
/// <param name="Events">Newest first.</param>
/// <param name="Previous">The nearest earlier day with events.</param>
/// <param name="Next">The nearest later day with events.</param>
/// <param name="Recent">The latest days with events, newest first.</param>
public sealed record DayInBook(DateOnly Day, IReadOnlyList<EventName> Events, DateOnly? Previous, DateOnly? Next, IReadOnlyList<DayCount> Recent);

public readonly record struct DayCount(DateOnly Day, int Events);
