using System.Collections.Concurrent;
using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Batches;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Health;

/// <summary>
/// Looks at the newest heartbeat of every device, and opens and closes alarms. First the record, then the outbox, then the record
/// says that it was told: whoever dies in between, the next look goes on. Thread-safe, over processes too.
/// </summary>
public sealed class HeartbeatWatch(
    HeartbeatStore heartbeats, AlarmStore alarms, AlertOutbox outbox, HealthOptions options, WakeSignals wake, TimeProvider time, ILogger<HeartbeatWatch> logger)
{
    private const int DevicesAtOnce = 8;

    private readonly Diagnosis diagnosis = new(options);
    private readonly AlarmBook book = new(options);

    /// <summary>One look at all devices.</summary>
    /// <returns>Keys of the alerts that were written.</returns>
    public async Task<IReadOnlyList<string>> WatchAsync(CancellationToken cancellationToken)
    {
        if (!options.Enabled)
        {
            return [];
        }

        var told = new ConcurrentBag<string>();
        var mark = await MarkAsync(cancellationToken);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = DevicesAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(heartbeats.ListAsync(cancellationToken), parallel, async (listed, token) =>
        {
            if (await heartbeats.ReadAsync(listed, token) is { } report)
            {
                await LookAsync(report, mark.Since, told, token);
            }
        });
        return [.. told];
    }

    private async Task<WatchMark> MarkAsync(CancellationToken cancellationToken)
    {
        var (before, now) = (await alarms.FindMarkAsync(cancellationToken), time.GetUtcNow());
        var mark = WatchMark.After(before, now, options.LateAfter);
        if (before is not null && mark.Since != before.Since)
        {
            logger.WatchingAgain(before.LookedAt);
        }

        // Not at every look: the store takes money for each write.
        if (before is null || now - before.LookedAt > options.LateAfter / 3)
        {
            await alarms.WriteMarkAsync(mark, cancellationToken);
        }

        return mark;
    }

    private async Task LookAsync(DeviceReport report, DateTimeOffset watchedSince, ConcurrentBag<string> told, CancellationToken cancellationToken)
    {
        if (report.Fault is { } fault)
        {
            logger.HeartbeatUnreadable(report.Name, fault);
        }

        var read = await alarms.ReadAsync(report.Site, report.Device, cancellationToken);
        var before = read?.Value ?? DeviceAlarms.None;
        var after = Judge(report, before, watchedSince);
        if (after.Differs(before))
        {
            if (!await alarms.TryWriteAsync(report.Site, report.Device, after, read?.ETag, cancellationToken))
            {
                return;
            }

            Log(report, before, after);
        }

        await TellAsync(report, after, told, cancellationToken);
    }

    private DeviceAlarms Judge(DeviceReport report, DeviceAlarms before, DateTimeOffset watchedSince)
    {
        var (incidents, now) = (before.Incidents.With(report), time.GetUtcNow());
        var symptoms = diagnosis.Of(report, incidents, before.Open.Select(alarm => alarm.Camera).OfType<string>().Distinct(), watchedSince, now);
        return book.After(before with { Incidents = incidents }, symptoms, now);
    }

    private async Task TellAsync(DeviceReport report, DeviceAlarms record, ConcurrentBag<string> told, CancellationToken cancellationToken)
    {
        var untold = record.Open.Concat(record.Past).Where(alarm => alarm.Untold != AlarmStages.None).ToList();
        if (untold.Count == 0)
        {
            return;
        }

        foreach (var alert in untold.SelectMany(alarm => Stages(alarm.Untold).Select(stage => AlarmNotice.For(report, alarm, stage))))
        {
            if (await outbox.WriteAsync(alert, cancellationToken))
            {
                told.Add(alert.Key);
                wake.Alerts.Add(alert.Key);
            }
        }

        if (await alarms.ReadAsync(report.Site, report.Device, cancellationToken) is { } current)
        {
            var marked = current.Value with { Open = [.. current.Value.Open.Select(Marked)], Past = [.. current.Value.Past.Select(Marked)] };
            await alarms.TryWriteAsync(report.Site, report.Device, marked, current.ETag, cancellationToken);
        }

        Alarm Marked(Alarm alarm) => untold.FirstOrDefault(one => one.IsOf(alarm.Cause, alarm.Camera) && one.OpenedAt == alarm.OpenedAt) is { } one
            ? alarm with { Told = alarm.Told | one.Untold }
            : alarm;
    }

    private static IEnumerable<AlarmStages> Stages(AlarmStages some) =>
        new[] { AlarmStages.Opened, AlarmStages.Reminded, AlarmStages.Closed }.Where(stage => some.HasFlag(stage));

    private void Log(DeviceReport report, DeviceAlarms before, DeviceAlarms after)
    {
        foreach (var alarm in after.Open.Where(alarm => !before.Open.Any(one => one.IsOf(alarm.Cause, alarm.Camera))))
        {
            logger.AlarmOpened(AlarmWords.Subject(report, alarm), alarm.Cause.Predicate(), alarm.Detail);
        }

        foreach (var alarm in after.Past.Take(before.Open.Count).Where(alarm => !before.Past.Contains(alarm)))
        {
            logger.AlarmClosed(AlarmWords.Subject(report, alarm), alarm.Cause.Predicate());
        }
    }
}
