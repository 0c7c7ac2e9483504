using System.Collections.Concurrent;
using CloudCctv.Analysis.Retention.Trash;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Sightings.Index;
using CloudCctv.Contracts.Names;
using CloudCctv.Gallery.Events;

namespace CloudCctv.Gallery.Cameras;

/// <summary>
/// The newest picture of each camera that nobody has deleted: from the index of the latest days, all cameras together, and from
/// the camera's own folders if it saw nothing for longer. Thread-safe.
/// </summary>
internal sealed class LastPictures(SightingDays days, SightingCalendar calendar, SightingStore sightings, TrashBin trash)
{
    // Of days with events. A camera that has seen nothing on the last three is looked up by itself.
    private const int DaysInIndex = 3;

    private const int CamerasAtOnce = 8;

    /// <returns>Without cameras of which no picture is kept.</returns>
    public async Task<IReadOnlyDictionary<CameraName, Sighting>> OfAsync(IReadOnlyCollection<CameraName> cameras, CancellationToken cancellationToken)
    {
        var gone = await trash.AllAsync(cancellationToken).Select(one => one.Event).ToHashSetAsync(cancellationToken: cancellationToken);
        var indexed = cameras.Count > 1 ? await InIndexAsync([.. cameras], gone, cancellationToken) : new Dictionary<CameraName, SightingName>();
        var found = new ConcurrentDictionary<CameraName, Sighting>();
        var limits = new ParallelOptions { MaxDegreeOfParallelism = CamerasAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(cameras, limits, async (camera, token) =>
        {
            // What the index names may have just gone.
            var last = indexed.TryGetValue(camera, out var name) ? await sightings.ReadIfSoundAsync(name, token) : null;
            if ((last ?? await InFoldersAsync(camera, gone, token)) is { } sighting)
            {
                found[camera] = sighting;
            }
        });
        return found;
    }

    private async Task<Dictionary<CameraName, SightingName>> InIndexAsync(HashSet<CameraName> wanted, HashSet<EventName> gone, CancellationToken cancellationToken)
    {
        var newest = new Dictionary<CameraName, EventName>();
        await foreach (var day in days.BackAsync(DateOnly.MaxValue, cancellationToken).Take(DaysInIndex))
        {
            foreach (var camera in (await days.EventsAsync(day, cancellationToken)).Where(one => !gone.Contains(one)).GroupBy(CameraName.Of))
            {
                if (wanted.Remove(camera.Key))
                {
                    newest[camera.Key] = camera.MaxBy(one => one.Start)!;
                }
            }

            if (wanted.Count == 0)
            {
                break;
            }
        }

        var cards = await days.CardsAsync(newest.Values, cancellationToken);
        return cards.Values.ToDictionary(card => CameraName.Of(card.Event), card => card.Newest);
    }

    private async Task<Sighting?> InFoldersAsync(CameraName camera, HashSet<EventName> gone, CancellationToken cancellationToken)
    {
        await foreach (var day in calendar.DaysAsync(camera, cancellationToken))
        {
            foreach (var eventName in (await calendar.EventsAsync(day, camera, cancellationToken)).Where(one => !gone.Contains(one)))
            {
                if (await calendar.SightingsAsync(eventName, cancellationToken) is [.., var last] && await sightings.ReadIfSoundAsync(last, cancellationToken) is { } sighting)
                {
                    return sighting;
                }
            }
        }

        return null;
    }
}
