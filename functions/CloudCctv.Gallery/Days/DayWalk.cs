using System.Collections.Concurrent;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Gallery.Days;

/// <summary>Goes from day to day for one page, and counts each of them once. Not thread-safe.</summary>
/// <param name="tallies">Counts.</param>
/// <param name="sees">Which cameras whoever asks may see; null for all.</param>
/// <param name="gone">Events that do not count.</param>
/// <param name="exact">Days (UTC) that must be counted anew.</param>
internal sealed class DayWalk(DayTallies tallies, Func<CameraName, bool>? sees, IReadOnlySet<EventName> gone, IEnumerable<DateOnly> exact)
{
    // Days of others, and of what is deleted, are passed over as far as a page may take its time.
    private const int MaxPassedOver = 400;

    private const int MostAtOnce = 32;

    private readonly HashSet<DateOnly> exact = [.. exact];
    private readonly ConcurrentDictionary<DateOnly, DayTally> counted = new();

    /// <summary>Counts of those days that this walk was at, by the wall's calendar.</summary>
    public IReadOnlyDictionary<DateOnly, int> Counts => counted.Values
        .SelectMany(tally => tally.CountsOf(sees, gone))
        .GroupBy(one => one.Day, one => one.Events)
        .ToDictionary(day => day.Key, day => day.Sum());

    /// <summary>Events of the days that had to be exact, as far as they count.</summary>
    public IEnumerable<EventName> Events => exact
        .Select(day => counted.GetValueOrDefault(day))
        .OfType<DayTally>()
        .SelectMany(tally => tally.Events)
        .Where(one => sees?.Invoke(CameraName.Of(one)) != false && !gone.Contains(one));

    /// <summary>Goes on until so many days with something to see are found, or the days end.</summary>
    /// <param name="days">Days (UTC), the nearest first.</param>
    /// <param name="wanted">At least 1.</param>
    /// <param name="isFirstExact">True if the nearest must be counted anew, whichever it is.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    public async Task FindAsync(IAsyncEnumerable<DateOnly> days, int wanted, bool isFirstExact, CancellationToken cancellationToken)
    {
        var (found, atOnce) = (0, wanted);
        await using var next = days.Take(MaxPassedOver).GetAsyncEnumerator(cancellationToken);
        while (found < wanted && await TakeAsync(next, atOnce) is { Count: > 0 } some)
        {
            if (isFirstExact)
            {
                exact.Add(some[0]);
            }

            await CountAsync(some, cancellationToken);
            found += some.Count(day => counted[day].CountsOf(sees, gone).Any());
            // Whoever must pass over one will have to pass over more.
            (isFirstExact, atOnce) = (false, Math.Min(MostAtOnce, 2 * atOnce));
        }
    }

    private static async Task<List<DateOnly>> TakeAsync(IAsyncEnumerator<DateOnly> days, int count)
    {
        var some = new List<DateOnly>(count);
        while (some.Count < count && await days.MoveNextAsync())
        {
            some.Add(days.Current);
        }

        return some;
    }

    private Task CountAsync(IEnumerable<DateOnly> some, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        some.Where(day => !counted.ContainsKey(day)),
        new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = cancellationToken },
        async (day, token) => counted[day] = await tallies.OfAsync(day, exact.Contains(day), token));
}
