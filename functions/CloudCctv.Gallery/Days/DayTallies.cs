using CloudCctv.Analysis.Sightings.Index;
using CloudCctv.Gallery.Layout;

namespace CloudCctv.Gallery.Days;

/// <summary>
/// Counts the events of days, and remembers what it has counted: a page shows two weeks and is opened for the sake of one day.
/// Thread-safe.
/// </summary>
internal sealed class DayTallies(SightingDays days, IndexNews news, GalleryClock clock, TimeProvider time)
{
    /// <summary>How old a count may be. What this process has changed itself makes it old at once; this is for what others do.</summary>
    public static readonly TimeSpan RememberedFor = TimeSpan.FromSeconds(30);

    // Some 20 MB of events that nobody else may remember any more.
    private const int MaxEvents = 100_000;

    private readonly DayShelf<Counted> kept = new(MaxEvents);

    /// <param name="utcDay">Which.</param>
    /// <param name="isExact">True for how it is now; false if <see cref="RememberedFor"/> ago will do.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    public async Task<DayTally> OfAsync(DateOnly utcDay, bool isExact, CancellationToken cancellationToken)
    {
        var (writes, now) = (news.WritesOf(utcDay), time.GetTimestamp());
        if (!isExact && kept.Find(utcDay) is { } known && known.Writes == writes && time.GetElapsedTime(known.At, now) < RememberedFor)
        {
            return known.Tally;
        }

        var tally = new DayTally(await days.EventsAsync(utcDay, cancellationToken), clock);
        kept.Keep(utcDay, new Counted(tally, writes, now), tally.Events.Count);
        return tally;
    }

    /// <param name="Tally">What was counted.</param>
    /// <param name="Writes">Of the day, see <see cref="IndexNews"/>, before it was read.</param>
    /// <param name="At">When, before it was read.</param>
    private sealed record Counted(DayTally Tally, long Writes, long At);
}
