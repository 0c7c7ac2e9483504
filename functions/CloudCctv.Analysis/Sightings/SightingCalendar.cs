using System.Globalization;
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
    /// <summary>Every camera that ever had a sighting, in the order of their names.</summary>
    public async Task<IReadOnlyList<CameraName>> CamerasAsync(CancellationToken cancellationToken)
    {
        var cameras = new List<CameraName>();
        await foreach (var site in store.ListFoldersAsync(SightingName.Prefix, cancellationToken))
        {
            await foreach (var camera in store.ListFoldersAsync($"{SightingName.Prefix}{site}/", cancellationToken))
            {
                if (CameraName.TryParse($"{site}/{camera}", out var name))
                {
                    cameras.Add(name);
                }
            }
        }

        return cameras;
    }

    /// <summary>Days (UTC) with sightings, newest first; read from the store as the caller goes on.</summary>
    /// <param name="camera">Null for all cameras together.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    public async IAsyncEnumerable<DateOnly> DaysAsync(CameraName? camera, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var cameras = await ChosenAsync(camera, cancellationToken);
        await foreach (var day in NewestFirst.MergeAsync(cameras.Select(one => DaysOfAsync(one, oldestFirst: false, cancellationToken)), cancellationToken))
        {
            yield return day;
        }
    }

    /// <summary>Days (UTC) of one camera with sightings, oldest first; read from the store as the caller goes on.</summary>
    internal IAsyncEnumerable<DateOnly> OldestDaysAsync(CameraName camera, CancellationToken cancellationToken) => DaysOfAsync(camera, oldestFirst: true, cancellationToken);

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

    private async IAsyncEnumerable<DateOnly> DaysOfAsync(CameraName camera, bool oldestFirst, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var root = $"{SightingName.Prefix}{camera}/";
        await foreach (var year in FoldersAsync(root, oldestFirst, cancellationToken))
        {
            await foreach (var month in FoldersAsync($"{root}{year}/", oldestFirst, cancellationToken))
            {
                await foreach (var day in FoldersAsync($"{root}{year}/{month}/", oldestFirst, cancellationToken))
                {
                    if (DateOnly.TryParseExact($"{year}-{month}-{day}", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
                    {
                        yield return date;
                    }
                }
            }
        }
    }

    private async IAsyncEnumerable<string> FoldersAsync(string prefix, bool oldestFirst, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var folders = await store.ListFoldersAsync(prefix, cancellationToken).ToListAsync(cancellationToken);
        for (var i = 0; i < folders.Count; i++)
        {
            yield return folders[oldestFirst ? i : folders.Count - 1 - i];
        }
    }
}
