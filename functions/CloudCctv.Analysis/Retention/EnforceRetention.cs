using System.Globalization;
using CloudCctv.Analysis.Retention.Audit;
using CloudCctv.Analysis.Retention.Records;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Tracks.Rules;
using CloudCctv.Contracts.Names;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Retention;

/// <summary>
/// Deletes what is older than it may be kept, and then the oldest that is left while there is too much of it; a bounded number of
/// events at a time, oldest first, so that a run that was cut short is simply gone on with. Never what is starred, nor an
/// event of which a zip waits or is worked on. Then once a day the records of what is long over. Thread-safe, over processes too.
/// </summary>
public sealed class EnforceRetention(
    SightingCalendar calendar, Disposal disposal, Starred starred, RoomLedger room, CameraRuleBook rules, PruneRecords records, RetentionOptions options, TimeProvider time, ILogger<EnforceRetention> logger)
{
    /// <summary>A run as the settings say.</summary>
    public Task<RetentionReport> RunAsync(CancellationToken cancellationToken) => RunAsync(options.DryRun, cancellationToken);

    /// <param name="dryRun">True to delete nothing; the report then says what would go.</param>
    /// <param name="cancellationToken">Stops between two lots of events.</param>
    public async Task<RetentionReport> RunAsync(bool dryRun, CancellationToken cancellationToken)
    {
        var keep = await starred.AllAsync(cancellationToken).ToHashSetAsync(cancellationToken: cancellationToken);
        var round = new RetentionRound(disposal, keep, options, dryRun);
        var byAge = await ByAgeAsync(round, cancellationToken);
        var (byRoom, kept) = options.MaxBytes is { } limit ? await ByRoomAsync(round, limit, byAge, cancellationToken) : ([], 0);

        var report = new RetentionReport(dryRun, byAge, byRoom, round.InWork, round.IsFull, kept, Math.Max(0, kept - (options.MaxBytes ?? kept)));
        Log(report);
        var pruned = await records.RunAsync(dryRun, cancellationToken);
        return report with { MoreToDo = report.MoreToDo || pruned.MoreToDo, Records = pruned.Records };
    }

    private async Task<List<Disposable>> ByAgeAsync(RetentionRound round, CancellationToken cancellationToken)
    {
        var went = new List<Disposable>();
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        foreach (var camera in await calendar.CamerasAsync(cancellationToken))
        {
            if (((await rules.OfAsync(camera, cancellationToken)).KeepDays ?? options.KeepDays) is not { } days)
            {
                continue;
            }

            var firstKept = today.DayNumber > days ? today.AddDays(-days) : DateOnly.MinValue;
            var reason = string.Create(CultureInfo.InvariantCulture, $"older than {days} days");
            await foreach (var day in calendar.OldestDaysAsync(camera, cancellationToken).TakeWhile(day => day < firstKept))
            {
                if (round.IsFull)
                {
                    break;
                }

                went.AddRange(await round.DeleteAsync(await OldestEventsAsync(new(camera, day), cancellationToken), DeletionCause.Age, _ => reason, _ => true, cancellationToken));
            }
        }

        return went;
    }

    private async Task<(List<Disposable> Went, long Kept)> ByRoomAsync(RetentionRound round, long limit, List<Disposable> goneByAge, CancellationToken cancellationToken)
    {
        var days = await DaysAsync(cancellationToken);
        var ledger = await room.MeasureAsync(days, goneByAge.Select(one => CameraDay.Of(one.Event)).ToHashSet(), cancellationToken);
        // In a dry run, what is past its age is still there and was measured.
        var kept = ledger.Values.Sum(day => day.Bytes) - (round.DryRun ? goneByAge.Sum(one => one.Bytes) : 0);
        var went = new List<Disposable>();
        var reason = string.Create(CultureInfo.InvariantCulture, $"more than {options.MaxMegabytes} MB");
        foreach (var day in days.OrderBy(day => day.Day).ThenBy(day => day.Camera.ToString(), StringComparer.Ordinal))
        {
            if (kept <= limit || round.IsFull)
            {
                break;
            }

            var of = await round.DeleteAsync(await OldestEventsAsync(day, cancellationToken), DeletionCause.Room, _ => reason, deleted => kept - deleted > limit, cancellationToken);
            var freed = of.Sum(one => one.Bytes);
            went.AddRange(of);
            kept -= freed;
            ledger[day] = new MeasuredDay(Math.Max(0, (ledger.GetValueOrDefault(day)?.Bytes ?? 0) - freed), time.GetUtcNow());
        }

        if (!round.DryRun)
        {
            await room.WriteAsync(ledger, cancellationToken);
        }

        return (went, kept);
    }

    private async Task<List<CameraDay>> DaysAsync(CancellationToken cancellationToken)
    {
        var days = new List<CameraDay>();
        foreach (var camera in await calendar.CamerasAsync(cancellationToken))
        {
            days.AddRange(await calendar.OldestDaysAsync(camera, cancellationToken).Select(day => new CameraDay(camera, day)).ToListAsync(cancellationToken));
        }

        return days;
    }

    private async Task<IEnumerable<EventName>> OldestEventsAsync(CameraDay day, CancellationToken cancellationToken) =>
        (await calendar.EventsAsync(day.Day, day.Camera, cancellationToken)).Reverse();

    private void Log(RetentionReport report)
    {
        if (report is { Events: > 0, DryRun: true })
        {
            logger.RetentionWouldDelete(report.ByAge.Count, report.ByRoom.Count, report.Bytes);
        }
        else if (report.Events > 0)
        {
            logger.RetentionDeleted(report.ByAge.Count, report.ByRoom.Count, report.Bytes);
        }

        if (report is { BytesOver: > 0, MoreToDo: false })
        {
            logger.RoomStillShort(report.BytesOver);
        }
    }
}
