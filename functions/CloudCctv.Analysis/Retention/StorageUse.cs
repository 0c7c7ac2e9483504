using CloudCctv.Analysis.Sightings;

namespace CloudCctv.Analysis.Retention;

/// <summary>How much room each camera takes, as far as it has been measured. Thread-safe, over processes too.</summary>
public sealed class StorageUse(RoomLedger room, SightingCalendar calendar)
{
    /// <summary>From what is remembered: nothing is listed.</summary>
    /// <returns>Largest first.</returns>
    public async Task<IReadOnlyList<CameraUse>> ReadAsync(CancellationToken cancellationToken)
    {
        var ledger = await room.KnownAsync(cancellationToken);
        return
        [
            .. ledger.GroupBy(one => one.Key.Camera)
                .Select(camera => new CameraUse(camera.Key, camera.Sum(day => day.Value.Bytes), camera.Count(), camera.Min(day => day.Key.Day), camera.Min(day => day.Value.At)))
                .OrderByDescending(one => one.Bytes).ThenBy(one => one.Camera.ToString(), StringComparer.Ordinal),
        ];
    }

    /// <summary>Measures days that may have grown, and <see cref="RetentionOptions.MaxDaysMeasuredPerRun"/> others, longest not measured first.</summary>
    /// <returns>Days of which nothing is known yet.</returns>
    public async Task<int> MeasureAsync(CancellationToken cancellationToken)
    {
        var days = new List<CameraDay>();
        foreach (var camera in await calendar.CamerasAsync(cancellationToken))
        {
            days.AddRange(await calendar.OldestDaysAsync(camera, cancellationToken).Select(day => new CameraDay(camera, day)).ToListAsync(cancellationToken));
        }

        var ledger = await room.MeasureAsync(days, new HashSet<CameraDay>(), cancellationToken);
        await room.WriteAsync(ledger, cancellationToken);
        return days.Count - ledger.Count;
    }
}

/// <param name="Camera">Which.</param>
/// <param name="Bytes">Of its sightings on the days that were measured.</param>
/// <param name="Days">How many were.</param>
/// <param name="Oldest">The first of them, UTC.</param>
/// <param name="MeasuredAt">When the one was that was not measured for longest, UTC.</param>
public sealed record CameraUse(CameraName Camera, long Bytes, int Days, DateOnly Oldest, DateTimeOffset MeasuredAt);
