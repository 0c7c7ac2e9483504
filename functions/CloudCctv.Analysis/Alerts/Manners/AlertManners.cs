using System.Globalization;
using CloudCctv.Analysis.Sightings;

namespace CloudCctv.Analysis.Alerts.Manners;

/// <summary>Whether a channel tells of an event now, later or not: snooze, score, zones, quiet hours, cool-down, escalation. Thread-safe.</summary>
public sealed class AlertManners(AlertOptions options, MannerStore store, TimeProvider time)
{
    private readonly TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(options.TimeZone);

    internal async Task<Manner> JudgeAsync(string channel, OutboxEntry entry, CancellationToken cancellationToken)
    {
        // Who reads the log wants to read all of it.
        if (channel == LogChannel.ChannelName)
        {
            return Manner.Told;
        }

        if (!entry.Alert.IsOfEvent)
        {
            return JudgeNotice(channel, entry.Alert);
        }

        var camera = CameraName.Of(entry.Alert.Event);
        if (await store.SnoozedUntilAsync(camera, cancellationToken) is { } until && until > time.GetUtcNow())
        {
            return Manner.Withheld(string.Create(CultureInfo.InvariantCulture, $"snoozed until {until:u}"));
        }

        foreach (var rule in options.Manners.Where(rule => rule.IsFor(channel, camera)))
        {
            if (await JudgeAsync(rule, channel, entry, cancellationToken) is { IsTold: false } manner)
            {
                return manner;
            }
        }

        return Manner.Told;
    }

    /// <summary>Notes that a channel has told of a camera: cool-down is counted from here, and not from attempts.</summary>
    internal async Task ToldAsync(string channel, Alert alert, CancellationToken cancellationToken)
    {
        var camera = CameraName.Of(alert.Event);
        if (alert.Kind == AlertKind.Seen && options.Manners.Any(rule => rule.CoolDown > TimeSpan.Zero && rule.IsFor(channel, camera)))
        {
            await store.ToldAsync(channel, camera, cancellationToken);
        }
    }

    // What is wrong with a device has no score and no zone, and neither a snoozed camera nor a person seen a minute ago may hide
    // it. At night it may wait, if that is wished, and is told in the morning in any case.
    private Manner JudgeNotice(string channel, Alert notice) => options.Manners
        .Where(rule => rule.IsFor(channel, CameraName.Of(notice.Event)))
        .Select(rule => rule is { QuietFrom: { } from, QuietTo: { } to } ? QuietHours.EndOf(from, to, zone, time.GetUtcNow()) : null)
        .Max() is { } end ? Manner.Held("quiet hours", end) : Manner.Told;

    private async Task<Manner> JudgeAsync(MannerOptions rule, string channel, OutboxEntry entry, CancellationToken cancellationToken)
    {
        var (alert, now) = (entry.Alert, time.GetUtcNow());
        // A model's confidence is one thing, how different a place is another; and who was told of a person is not told of the theft.
        var isObject = alert.Kind == AlertKind.ObjectChanged;
        if (!isObject && alert.Score < rule.MinScore)
        {
            return Manner.Withheld(string.Create(CultureInfo.InvariantCulture, $"score {alert.Score:F2} is below {rule.MinScore}"));
        }

        if (rule.Zones.Count > 0 && !rule.Zones.Intersect(alert.Zones ?? [], StringComparer.Ordinal).Any())
        {
            return Manner.Withheld("in none of its zones");
        }

        if (!isObject && rule.CoolDown > TimeSpan.Zero && await store.ToldAtAsync(channel, CameraName.Of(alert.Event), cancellationToken) is { } told && now < told + rule.CoolDown)
        {
            return Manner.Withheld(string.Create(CultureInfo.InvariantCulture, $"cool-down until {told + rule.CoolDown:u}"));
        }

        if (rule is { QuietFrom: { } from, QuietTo: { } to } && QuietHours.EndOf(from, to, zone, now) is { } end)
        {
            return rule.TellAfterQuiet ? Manner.Held("quiet hours", end) : Manner.Withheld("quiet hours");
        }

        return rule.UnlessOpenedWithin > TimeSpan.Zero ? await EscalateAsync(rule, entry, now, cancellationToken) : Manner.Told;
    }

    private async Task<Manner> EscalateAsync(MannerOptions rule, OutboxEntry entry, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await store.OpenedAtAsync(entry.Alert.Event, cancellationToken) is { } opened)
        {
            return Manner.Withheld(string.Create(CultureInfo.InvariantCulture, $"opened at {opened:u}"));
        }

        var from = entry.WrittenAt + rule.UnlessOpenedWithin;
        return now < from ? Manner.Held("waits for somebody to open it", from) : Manner.Told;
    }
}
