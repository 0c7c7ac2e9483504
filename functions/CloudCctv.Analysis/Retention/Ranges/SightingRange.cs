using System.Globalization;
using System.Runtime.CompilerServices;
using CloudCctv.Analysis.Clips;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Retention.Ranges;

/// <summary>Part of an event, or all of it.</summary>
/// <param name="Event">Which.</param>
/// <param name="Sightings">Those in the range, in order of time; none if only its clip reaches into the range.</param>
/// <param name="IsWhole">True if the event has no others.</param>
/// <param name="HasClip">True if the event has a clip, which begins with the event and may reach into the range or not.</param>
public sealed record ChosenEvent(EventName Event, IReadOnlyList<SightingName> Sightings, bool IsWhole, bool HasClip);

/// <summary>Finds sightings by the time of their frames, not only of their events: an event may reach into a range. Thread-safe.</summary>
public sealed class SightingRange(IObjectStore store, SightingCalendar calendar, ClipStore clips)
{
    // As long as an event may be by a device's settings.
    private static readonly TimeSpan LongestClip = TimeSpan.FromHours(1);

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
                    var found = await store.ListAsync(SightingName.FolderOf(eventName), cancellationToken).Select(one => one.Name).ToListAsync(cancellationToken);
                    var all = found.Select(SightingName.OfSidecar).OfType<SightingName>().ToList();
                    var chosen = all.Where(sighting => range.Holds(TimeOf(sighting))).ToList();
                    var hasClip = found.Any(name => ClipName.EventOf(name) is not null);
                    if (chosen.Count > 0 || (hasClip && await ReachesAsync(eventName, range, cancellationToken)))
                    {
                        yield return new ChosenEvent(eventName, chosen, chosen.Count == all.Count, hasClip);
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

    // Of a clip that does not say how long it is, the longest is assumed.
    private async Task<bool> ReachesAsync(EventName eventName, TimeRange range, CancellationToken cancellationToken) =>
        eventName.Start < range.To && eventName.Start + LongestClip > range.From
        && (range.Holds(eventName.Start) || eventName.Start + (await clips.LengthAsync(eventName, cancellationToken) ?? LongestClip) > range.From);

    private static DateOnly DayOf(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);
}
