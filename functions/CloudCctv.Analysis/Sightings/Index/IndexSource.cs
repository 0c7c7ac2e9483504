using System.Collections.Concurrent;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Sightings.Index;

/// <summary>What the index should say, looked up where it is true: in the folders of the sightings. Thread-safe.</summary>
internal sealed class IndexSource(IObjectStore store, SightingCalendar calendar)
{
    private const int ReadsAtOnce = 8;

    /// <param name="eventName">Which.</param>
    /// <param name="known">Pictures whose sidecars need not be read.</param>
    /// <param name="cancellationToken">Stops between two reads.</param>
    /// <returns>Null if there is no picture of it that can be read.</returns>
    public async Task<IndexedEvent?> EventAsync(EventName eventName, IReadOnlyDictionary<FrameName, IndexedPicture> known, CancellationToken cancellationToken)
    {
        var pictures = new List<IndexedPicture>();
        foreach (var name in await calendar.SightingsAsync(eventName, cancellationToken))
        {
            if ((known.GetValueOrDefault(name.Frame) ?? await PictureAsync(name, cancellationToken)) is { } picture)
            {
                pictures.Add(picture);
            }
        }

        return pictures.Count == 0 ? null : new IndexedEvent(eventName, pictures);
    }

    /// <summary>Reads every sidecar of an hour.</summary>
    public async Task<HourTruth> HourAsync(IndexHour hour, CancellationToken cancellationToken)
    {
        var found = new List<SightingName>();
        var changed = DateTimeOffset.MinValue;
        foreach (var camera in await calendar.CamerasAsync(cancellationToken))
        {
            await foreach (var one in store.ListAsync(hour.PrefixOf(camera), cancellationToken))
            {
                changed = one.WrittenAt > changed ? one.WrittenAt : changed;
                if (SightingName.OfSidecar(one.Name) is { } name)
                {
                    found.Add(name);
                }
            }
        }

        var pictures = new ConcurrentDictionary<SightingName, IndexedPicture>();
        var limits = new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(found, limits, async (name, token) =>
        {
            if (await PictureAsync(name, token) is { } picture)
            {
                pictures[name] = picture;
            }
        });
        var events = found.Where(pictures.ContainsKey).GroupBy(name => name.Event, name => pictures[name]);
        return new HourTruth(HourFile.Of(events.Select(one => new IndexedEvent(one.Key, [.. one]))), changed);
    }

    // What cannot be read is shown by no list; `fsck` tells of it.
    private async Task<IndexedPicture?> PictureAsync(SightingName name, CancellationToken cancellationToken)
    {
        try
        {
            return await store.ReadSidecarAsync(name, cancellationToken) is { } sighting ? IndexedPicture.Of(sighting) : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}

/// <param name="File">What the index should say.</param>
/// <param name="ChangedAt">When the youngest object of the hour was written.</param>
internal sealed record HourTruth(HourFile File, DateTimeOffset ChangedAt);
