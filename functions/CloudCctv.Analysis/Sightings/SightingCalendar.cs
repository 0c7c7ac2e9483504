using System.Runtime.CompilerServices;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Sightings;

/// <summary>
/// Finds sightings level by level, the way a person browses the folders. Nothing here lists more than the level asked for,
/// so a store with ten years in it answers as fast as an empty one. Thread-safe.
/// </summary>
public sealed class SightingCalendar(IObjectStore store)
{
    private readonly DayTree tree = new(store, SightingName.Prefix);

    /// <summary>Every camera that ever had a sighting, in the order of their names.</summary>
    public async Task<IReadOnlyList<CameraName>> CamerasAsync(CancellationToken cancellationToken) =>
        await tree.CamerasAsync(cancellationToken).ToListAsync(cancellationToken);

    /// <summary>Days (UTC) with sightings, newest first; read from the store as the caller goes on.</summary>
    /// <param name="camera">Null for all cameras together.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    public async IAsyncEnumerable<DateOnly> DaysAsync(CameraName? camera, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var cameras = await ChosenAsync(camera, cancellationToken);
        await foreach (var day in NewestFirst.MergeAsync(cameras.Select(one => tree.DaysAsync(one, oldestFirst: false, cancellationToken)), cancellationToken))
        {
            yield return day;
        }
    }

    /// <summary>Days (UTC) of one camera with sightings, oldest first; read from the store as the caller goes on.</summary>
    internal IAsyncEnumerable<DateOnly> OldestDaysAsync(CameraName camera, CancellationToken cancellationToken) => tree.DaysAsync(camera, oldestFirst: true, cancellationToken);

    /// <summary>Events that began on a day (UTC), newest first.</summary>
    /// <param name="day">The day.</param>
    /// <param name="camera">Null for all cameras together.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    public async Task<IReadOnlyList<EventName>> EventsAsync(DateOnly day, CameraName? camera, CancellationToken cancellationToken)
    {
        var cameras = await ChosenAsync(camera, cancellationToken);
        var events = await Task.WhenAll(cameras.Select(one => EventsOfAsync(one, day, cancellationToken)));
        return [.. events.SelectMany(one => one).OrderByDescending(one => one.Start).ThenBy(one => one.ToString(), StringComparer.Ordinal)];
    }

    /// <summary>Sightings of an event in order of time. A sighting counts once its sidecar is there.</summary>
    public async Task<IReadOnlyList<SightingName>> SightingsAsync(EventName eventName, CancellationToken cancellationToken)
    {
        var sightings = new List<SightingName>();
        await foreach (var found in store.ListAsync(SightingName.FolderOf(eventName), cancellationToken))
        {
            if (SightingName.OfSidecar(found.Name) is { } name)
            {
                sightings.Add(name);
            }
        }

        return sightings;
    }

    private async Task<IReadOnlyList<CameraName>> ChosenAsync(CameraName? camera, CancellationToken cancellationToken) =>
        camera is { } one ? [one] : await CamerasAsync(cancellationToken);

    private async Task<IReadOnlyList<EventName>> EventsOfAsync(CameraName camera, DateOnly day, CancellationToken cancellationToken)
    {
        var folder = SightingName.FolderOf(camera, day);
        var events = new List<EventName>();
        await foreach (var name in store.ListFoldersAsync(folder, cancellationToken))
        {
            if (EventName.TryParse($"{folder[SightingName.Prefix.Length..]}{name}", out var eventName))
            {
                events.Add(eventName);
            }
        }

        return events;
    }
}
