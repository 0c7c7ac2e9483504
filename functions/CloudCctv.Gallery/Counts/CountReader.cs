using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Sightings.Index;
using CloudCctv.Gallery.Days;
using CloudCctv.Gallery.Layout;

namespace CloudCctv.Gallery.Counts;

/// <summary>Finds who has crossed counting lines, by the days of the wall's calendar. Thread-safe.</summary>
internal sealed class CountReader(SightingDays days, EventMarksReader marks, GalleryClock clock)
{
    private const int MaxParallel = 8;

    /// <param name="from">The first day.</param>
    /// <param name="to">The last day.</param>
    /// <param name="sees">Which cameras are asked for.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    /// <returns>In order of time, without those in events that are deleted.</returns>
    public async Task<IReadOnlyList<SeenCrossing>> ReadAsync(DateOnly from, DateOnly to, Func<CameraName, bool> sees, CancellationToken cancellationToken)
    {
        var trashed = await marks.TrashedAsync(cancellationToken);
        // An event may begin the day before, and a day on the wall reaches into two in UTC.
        var utcDays = Enumerable.Range(from.DayNumber - 1, to.DayNumber - from.DayNumber + 3)
            .Where(number => number >= DateOnly.MinValue.DayNumber && number <= DateOnly.MaxValue.DayNumber).Select(DateOnly.FromDayNumber).ToList();
        var cards = new IReadOnlyList<IndexCard>[utcDays.Count];
        var limits = new ParallelOptions { MaxDegreeOfParallelism = MaxParallel, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, utcDays.Count, limits, async (i, token) => cards[i] = await days.CardsAsync(utcDays[i], token));
        return
        [
            .. cards.SelectMany(one => one)
                .Where(card => card.Crossings.Count > 0 && sees(CameraName.Of(card.Event)) && !trashed.Contains(card.Event))
                .SelectMany(card => card.Crossings)
                .Where(one => clock.DayOf(one.Time) is var day && day >= from && day <= to)
                .OrderBy(one => one.Time).ThenBy(one => one.Picture.ToString(), StringComparer.Ordinal),
        ];
    }
}
