using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Alerts.Manners;
using CloudCctv.Analysis.Quarantine;
using CloudCctv.Analysis.Results;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Retention.Records;

/// <summary>Small objects that remember something of one event, each kind under a prefix of its own. Thread-safe.</summary>
internal sealed class EventRecords(IObjectStore store)
{
    // In this order: a result names an alert and sightings, and fsck looks for the alert, or for a note that the sightings were
    // deleted. So these outlive it, after a crash at any line, too.
    private static readonly string[] Prefixes =
        [ResultStore.Prefix, $"{AlertOutbox.SentPrefix}_{QuarantineStore.Prefix}", AlertOutbox.SentPrefix, MannerStore.OpenedPrefix, DeletionLog.Prefix];

    /// <summary>Cameras of which there are records, in the order in which their names begin those of objects.</summary>
    public async Task<IReadOnlyList<CameraName>> CamerasAsync(CancellationToken cancellationToken)
    {
        var cameras = new HashSet<CameraName>();
        foreach (var prefix in Prefixes)
        {
            await foreach (var camera in new DayTree(store, prefix).CamerasAsync(cancellationToken))
            {
                cameras.Add(camera);
            }
        }

        return [.. cameras.OrderBy(camera => $"{camera}/", StringComparer.Ordinal)];
    }

    /// <summary>Days before another of which there are records, oldest first. Of days from that on, none but the first is asked for.</summary>
    public async Task<IReadOnlyList<RecordDay>> DaysAsync(CameraName camera, DateOnly before, CancellationToken cancellationToken)
    {
        var days = new SortedDictionary<DateOnly, List<string>>();
        foreach (var prefix in Prefixes)
        {
            await foreach (var day in new DayTree(store, prefix).DaysAsync(camera, oldestFirst: true, cancellationToken).TakeWhile(day => day < before))
            {
                days.TryAdd(day, []);
                days[day].Add(prefix);
            }
        }

        return [.. days.Select(day => new RecordDay(new CameraDay(camera, day.Key), day.Value))];
    }

    /// <summary>Deletes the records of a day that nobody needs: of each event first all of one kind, then the next.</summary>
    /// <returns>False if the run is full before the day is done.</returns>
    public async Task<bool> PruneAsync(RecordDay of, RecordRound round, CancellationToken cancellationToken)
    {
        round.Look();
        var kept = new HashSet<EventName>();
        foreach (var prefix in of.Prefixes)
        {
            var events = await EventsAsync(prefix, of.Day, cancellationToken);
            if (prefix == DeletionLog.Prefix && events.Count > 0)
            {
                kept.UnionWith(await PicturedAsync(of.Day, cancellationToken));
            }

            foreach (var one in events)
            {
                if (round.IsFull)
                {
                    return false;
                }

                if (kept.Contains(one.Key) || round.InUse.Has(one.Key) || !one.All(round.IsOld))
                {
                    kept.Add(one.Key);
                }
                else
                {
                    await round.DeleteAsync([.. one], cancellationToken);
                }
            }
        }

        return true;
    }

    private ValueTask<List<IGrouping<EventName, ObjectProperties>>> EventsAsync(string prefix, CameraDay day, CancellationToken cancellationToken) =>
        store.ListAsync($"{prefix}{day}/", cancellationToken)
            .Select(found => (Event: RecordName.EventOf(found.Name.Value, prefix), Record: found))
            .Where(one => one.Event is not null)
            .GroupBy(one => one.Event!, one => one.Record)
            .ToListAsync(cancellationToken);

    // That a part of an event was deleted must be known while there is the rest: its clip might still come, and show what was erased.
    private async Task<IReadOnlyList<EventName>> PicturedAsync(CameraDay day, CancellationToken cancellationToken) =>
        await store.ListFoldersAsync(SightingName.FolderOf(day.Camera, day.Day), cancellationToken)
            .Select(folder => EventName.TryParse($"{day}/{folder}", out var eventName) ? eventName : null)
            .OfType<EventName>()
            .ToListAsync(cancellationToken);
}

/// <param name="Day">Which.</param>
/// <param name="Prefixes">Of the kinds of records that there are of it, in the order in which they go.</param>
internal readonly record struct RecordDay(CameraDay Day, IReadOnlyList<string> Prefixes);
