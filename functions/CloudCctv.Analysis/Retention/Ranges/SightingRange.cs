using System.Globalization;
using System.Runtime.CompilerServices;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Analysis.Retention.Ranges;

/// <summary>Part of an event, or all of it.</summary>
/// <param name="Event">Which.</param>
/// <param name="Sightings">Those in the range, in order of time; at least one.</param>
/// <param name="IsWhole">True if the event has no others.</param>
public sealed record ChosenEvent(EventName Event, IReadOnlyList<SightingName> Sightings, bool IsWhole);

/// <summary>Finds sightings by the time of their frames, not only of their events: an event may reach into a range. Thread-safe.</summary>
public sealed class SightingRange(SightingCalendar calendar)
{
    // Events are cut after a minute or so; a day more than suffices for any setting.
    private static readonly TimeSpan LongestEvent = TimeSpan.FromDays(1);

    /// <summary>By camera and day, oldest first; read from the store as the caller goes on.</summary>
    public async IAsyncEnumerable<ChosenEvent> FindAsync(TimeRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (first, last) = (DayOf(range.From > DateTimeOffset.MinValue + LongestEvent ? range.From - LongestEvent : range.From), DayOf(range.To < DateTimeOffset.MaxValue - LongestEvent ? range.To + LongestEvent : range.To));
        foreach (var camera in (await calendar.CamerasAsync(cancellationToken)).Where(range.Concerns))
        {
            await foreach (var day in calendar.OldestDaysAsync(camera, cancellationToken).SkipWhile(day => day < first).TakeWhile(day => day <= last))
            {
                foreach (var eventName in (await calendar.EventsAsync(day, camera, cancellationToken)).Reverse())
                {
                    var all = await calendar.SightingsAsync(eventName, cancellationToken);
                    if (all.Where(sighting => range.Holds(TimeOf(sighting))).ToList() is { Count: > 0 } chosen)
                    {
                        yield return new ChosenEvent(eventName, chosen, chosen.Count == all.Count);
                    }
                }
            }
        }
    }

    /// <summary>When the frame was taken, UTC: its name holds the time of day, its event's the date.</summary>
    public static DateTimeOffset TimeOf(SightingName sighting)
    {
        var start = sighting.Event.Start;
        var timeOfDay = TimeSpan.ParseExact(sighting.Frame.TimeOfDay, "hhmmssfff", CultureInfo.InvariantCulture);
        var time = new DateTimeOffset(start.UtcDateTime.Date, TimeSpan.Zero) + timeOfDay;
        // The scene before an event of things may be of the evening before.
        return time < start.AddHours(-12) ? time.AddDays(1) : time > start.AddHours(12) ? time.AddDays(-1) : time;
    }

    private static DateOnly DayOf(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);
}
