using System.Globalization;
using System.Text.Json.Serialization;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Stores;
using CloudCctv.Storage.Objects;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Faces;

/// <summary>
/// Removes what was seen of faces from sightings that are older than it may be kept, day by day, a bounded number at a time; goes
/// on when faces have been switched off again. A day is done once: later batches of it are not looked at for faces.
/// Thread-safe, over processes too.
/// </summary>
public sealed class FaceSweep(IObjectStore store, SightingStore sightings, SightingCalendar calendar, FaceOptions options, TimeProvider time, ILogger<FaceSweep> logger)
{
    private static readonly ObjectName Bookmark = new("faces/swept.json");

    /// <returns>How many sightings were changed.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var swept = await ReadBookmarkAsync(cancellationToken);
        var end = options.FirstDayKept(time.GetUtcNow());
        if ((swept is null && !options.Enabled) || swept >= end)
        {
            return 0;
        }

        var (changed, looked) = (0, 0);
        var done = end;
        foreach (var day in await DaysAsync(swept ?? DateOnly.MinValue, end, cancellationToken))
        {
            // A whole day at a time, so that the bookmark is always the end of one.
            if (looked >= options.MaxPerSweep)
            {
                done = day;
                break;
            }

            var (lookedAt, changedOf) = await SweepAsync(day, cancellationToken);
            (looked, changed) = (looked + lookedAt, changed + changedOf);
        }

        await store.PutJsonAsync(Bookmark, new FaceBookmark(done.ToString("O", CultureInfo.InvariantCulture)), FaceSweepJson.Default.FaceBookmark, cancellationToken);
        if (changed > 0)
        {
            logger.FacesRemoved(changed, done);
        }

        return changed;
    }

    // Listed newest first: what has been swept is where the listing ends.
    private async Task<IReadOnlyList<DateOnly>> DaysAsync(DateOnly from, DateOnly end, CancellationToken cancellationToken)
    {
        var days = await calendar.DaysAsync(camera: null, cancellationToken).TakeWhile(day => day >= from).Where(day => day < end).ToListAsync(cancellationToken);
        days.Reverse();
        return days;
    }

    private async Task<(int Looked, int Changed)> SweepAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var (looked, changed) = (0, 0);
        foreach (var eventName in await calendar.EventsAsync(day, camera: null, cancellationToken))
        {
            foreach (var sighting in await calendar.SightingsAsync(eventName, cancellationToken))
            {
                looked++;
                changed += await RemoveAsync(sighting, cancellationToken) ? 1 : 0;
            }
        }

        return (looked, changed);
    }

    private async Task<bool> RemoveAsync(SightingName sighting, CancellationToken cancellationToken)
    {
        try
        {
            return await sightings.ChangeFacesAsync(sighting, _ => null, cancellationToken);
        }
        catch (InvalidDataException)
        {
            // One that nobody can read must not keep all others from being cleaned.
            logger.SidecarSkipped(sighting);
            return false;
        }
    }

    private async Task<DateOnly?> ReadBookmarkAsync(CancellationToken cancellationToken)
    {
        try
        {
            var bookmark = await store.ReadJsonAsync(Bookmark, FaceSweepJson.Default.FaceBookmark, cancellationToken);
            return bookmark is null ? null : DateOnly.TryParseExact(bookmark.Value.Before, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : DateOnly.MinValue;
        }
        catch (InvalidDataException)
        {
            return DateOnly.MinValue;
        }
    }
}

/// <param name="Before">Days before this one hold no faces any more: yyyy-MM-dd, UTC.</param>
internal sealed record FaceBookmark(string Before);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(FaceBookmark))]
internal sealed partial class FaceSweepJson : JsonSerializerContext;
