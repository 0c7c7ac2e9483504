using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Names;
using CloudCctv.Gallery.Layout;

namespace CloudCctv.Gallery.Days;

/// <summary>The events of a day in UTC, counted by camera and by the day on the wall. Immutable.</summary>
internal sealed class DayTally
{
    private readonly List<(CameraName Camera, DateOnly Day, int Events)> counts;
    private readonly GalleryClock clock;

    public DayTally(IReadOnlyList<EventName> events, GalleryClock clock)
    {
        (Events, this.clock) = (events, clock);
        counts = [.. events.CountBy(PlaceOf).Select(one => (one.Key.Camera, one.Key.Day, one.Value))];
    }

    public IReadOnlyList<EventName> Events { get; }

    /// <summary>How many events there are on each day on the wall; days without any are left out.</summary>
    /// <param name="sees">Which cameras count; null for all.</param>
    /// <param name="gone">Events that do not count.</param>
    public IEnumerable<DayCount> CountsOf(Func<CameraName, bool>? sees, IReadOnlySet<EventName> gone)
    {
        var less = Missing(gone);
        return counts
            .Where(one => sees?.Invoke(one.Camera) != false)
            .GroupBy(one => one.Day, one => one.Events - less.GetValueOrDefault((one.Camera, one.Day)))
            .Select(day => new DayCount(day.Key, day.Sum()))
            .Where(day => day.Events > 0);
    }

    // Few, as a rule none: who counts them by name need not go through all others.
    private Dictionary<(CameraName Camera, DateOnly Day), int> Missing(IReadOnlySet<EventName> gone) =>
        gone.Count == 0 ? [] : Events.Where(gone.Contains).CountBy(PlaceOf).ToDictionary();

    private (CameraName Camera, DateOnly Day) PlaceOf(EventName eventName) => (CameraName.Of(eventName), clock.DayOf(eventName.Start));
}
