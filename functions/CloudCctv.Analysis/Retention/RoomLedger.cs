using System.Text.Json.Serialization;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Stores;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Retention;

/// <summary>
/// How much room sightings take, by camera and day, remembered from run to run: a store with ten years in it cannot be listed as
/// a whole each hour. Days that may still grow are measured each time; all others once, and then again in turn, because a
/// device that was without a link for a week fills old days. Thread-safe, over processes too: who writes last wins, and each
/// has measured.
/// </summary>
public sealed class RoomLedger(IObjectStore store, RetentionOptions options, TimeProvider time)
{
    private const long MaxBytes = 64 << 20;

    private static readonly ObjectName Ledger = new("retention/room.json");

    /// <param name="days">All days of all cameras that have sightings.</param>
    /// <param name="changed">Days of which something was just deleted.</param>
    /// <param name="cancellationToken">Stops between two days.</param>
    /// <returns>Bytes of each day that has been measured; of the others nothing is known yet.</returns>
    internal async Task<Dictionary<CameraDay, MeasuredDay>> MeasureAsync(IReadOnlyList<CameraDay> days, IReadOnlySet<CameraDay> changed, CancellationToken cancellationToken)
    {
        var known = await ReadAsync(cancellationToken);
        var ledger = days.Where(day => known.ContainsKey(day.ToString())).ToDictionary(day => day, day => known[day.ToString()]);
        var now = time.GetUtcNow();
        var open = DateOnly.FromDateTime(now.UtcDateTime).AddDays(-1);
        var due = days.Where(day => day.Day >= open || changed.Contains(day))
            .Concat(days.Where(day => day.Day < open && !changed.Contains(day)).OrderBy(day => ledger.GetValueOrDefault(day)?.At ?? DateTimeOffset.MinValue).Take(options.MaxDaysMeasuredPerRun));
        foreach (var day in due.ToList())
        {
            ledger[day] = new MeasuredDay(await BytesOfAsync(day, cancellationToken), now);
        }

        return ledger;
    }

    /// <summary>What was measured so far; what is no camera's day is left out.</summary>
    internal async Task<Dictionary<CameraDay, MeasuredDay>> KnownAsync(CancellationToken cancellationToken)
    {
        var known = new Dictionary<CameraDay, MeasuredDay>();
        foreach (var (text, measured) in await ReadAsync(cancellationToken))
        {
            if (CameraDay.TryParse(text, out var day))
            {
                known[day] = measured;
            }
        }

        return known;
    }

    internal Task WriteAsync(Dictionary<CameraDay, MeasuredDay> ledger, CancellationToken cancellationToken) =>
        store.PutJsonAsync(Ledger, ledger.ToDictionary(day => day.Key.ToString(), day => day.Value), RoomJson.Default.DictionaryStringMeasuredDay, cancellationToken);

    private async Task<long> BytesOfAsync(CameraDay day, CancellationToken cancellationToken) =>
        await store.ListAsync(SightingName.FolderOf(day.Camera, day.Day), cancellationToken).Select(found => found.Bytes).SumAsync(cancellationToken);

    private async Task<Dictionary<string, MeasuredDay>> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await store.ReadJsonAsync(Ledger, RoomJson.Default.DictionaryStringMeasuredDay, MaxBytes, cancellationToken))?.Value ?? [];
        }
        catch (InvalidDataException)
        {
            // Only remembered: it is measured again.
            return [];
        }
    }
}

/// <param name="Bytes">Of everything of that camera and day.</param>
/// <param name="At">When it was measured, UTC.</param>
internal sealed record MeasuredDay(long Bytes, DateTimeOffset At);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(Dictionary<string, MeasuredDay>))]
internal sealed partial class RoomJson : JsonSerializerContext;
