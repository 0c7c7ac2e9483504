using CloudCctv.Analysis.Alerts.Digests;
using CloudCctv.Analysis.Alerts.Manners;
using CloudCctv.Analysis.Status;
using CloudCctv.Analysis.Telemetry;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Alerts;

/// <summary>
/// One attempt of one channel at one alert, when the next is due, and when there is none. Writes nothing down: its caller does.
/// Thread-safe.
/// </summary>
public sealed class AlertSender(AlertChannels channels, AlertManners manners, AlertDigests digests, AlertOptions options, TimeProvider time, AnalysisStatus status, ILogger<AlertSender> logger)
{
    private readonly ChannelRests rests = new(time);

    /// <summary>When the first channel may be tried again; null if one may be now.</summary>
    internal DateTimeOffset? AllRestUntil => channels.All.Count > 0 && channels.All.All(channel => rests.Until(channel.Name) is not null)
        ? channels.All.Min(channel => rests.Until(channel.Name))
        : null;

    internal IReadOnlyList<IAlertChannel> Due(OutboxEntry entry) => [.. channels.All.Where(channel => DueAt(entry, channel) <= time.GetUtcNow())];

    internal DateTimeOffset? Next(OutboxEntry entry) => channels.All.Select(channel => DueAt(entry, channel)).Min();

    /// <returns>True if a channel has not told of it and is still to.</returns>
    internal bool Waits(OutboxEntry entry) =>
        channels.All.Any(channel => IsFor(channel, entry.Alert) && entry.Channels.GetValueOrDefault(channel.Name) is null or { Status: ChannelStatus.Waiting });

    internal async Task<(string Channel, ChannelState State)> SendAsync(IAlertChannel channel, AlertMessage message, OutboxEntry entry, CancellationToken cancellationToken)
    {
        var before = entry.Channels.GetValueOrDefault(channel.Name) ?? new ChannelState(ChannelStatus.Waiting, 0, null, null);
        if (before.Status == ChannelStatus.Sent)
        {
            return (channel.Name, await UpdateAsync(channel, message, entry.Alert, before, cancellationToken));
        }

        var manner = await manners.JudgeAsync(channel.Name, entry, cancellationToken);
        return (channel.Name, manner.IsTold ? await TellOrGatherAsync(channel, message, entry, before, cancellationToken) : Hold(channel, entry.Alert, before, manner));
    }

    private static bool IsFor(IAlertChannel channel, Alert alert) => channel.Takes(alert.Kind) && (alert.OnlyFor is null || alert.OnlyFor == channel.Name);

    private static async Task<AlertOutcome> TraceAsync(IAlertChannel channel, AlertMessage message, CancellationToken cancellationToken)
    {
        using var trace = Traces.Alert(channel.Name, message.Alert.Key);
        var outcome = await channel.SendAsync(message, cancellationToken);
        if (outcome.Verdict != AlertVerdict.Delivered)
        {
            trace.Failed(outcome.Detail);
        }

        return outcome;
    }

    private static ChannelState Done(ChannelState before, Alert alert, ChannelStatus status, AlertOutcome outcome) => before with
    {
        Status = status,
        NextAttempt = null,
        LastError = outcome.Detail.Length == 0 ? null : outcome.Detail,
        Revision = alert.Revision,
        Receipt = outcome.Receipt ?? before.Receipt,
    };

    private ChannelState Hold(IAlertChannel channel, Alert alert, ChannelState before, Manner manner)
    {
        logger.AlertHeld(channel.Name, alert.Key, manner.Reason);
        return before with
        {
            Status = manner.HoldUntil is null ? ChannelStatus.Withheld : ChannelStatus.Waiting,
            NextAttempt = manner.HoldUntil,
            LastError = manner.Reason,
            Revision = alert.Revision,
        };
    }

    private async Task<ChannelState> TellOrGatherAsync(IAlertChannel channel, AlertMessage message, OutboxEntry entry, ChannelState before, CancellationToken cancellationToken)
    {
        var alert = entry.Alert;
        // One that was tried has been let go by the digests, and waits for its channel only.
        var isGathered = before.Attempts == 0 && alert is { Late: true, IsOfEvent: true } && channel.TakesDigests && options.DigestAfter > TimeSpan.Zero;
        switch (isGathered ? await digests.JudgeAsync(channel.Name, alert, cancellationToken) : DigestVerdict.Alone)
        {
            case { HoldUntil: { } until }:
                logger.AlertGathered(channel.Name, alert.Key, until);
                return before with { NextAttempt = until, LastError = "gathered with other late events", Revision = alert.Revision };
            case { ToldBy: { } digest }:
                logger.AlertInDigest(channel.Name, alert.Key, digest);
                return before with { Status = ChannelStatus.InDigest, NextAttempt = null, LastError = null, Revision = alert.Revision, ToldBy = digest };
            default:
                return await TellAsync(channel, message, entry, before, cancellationToken);
        }
    }

    private async Task<ChannelState> TellAsync(IAlertChannel channel, AlertMessage message, OutboxEntry entry, ChannelState before, CancellationToken cancellationToken)
    {
        var outcome = await TraceAsync(channel, message with { Receipt = before.Receipt }, cancellationToken);
        var tried = before with { Attempts = before.Attempts + 1 };
        switch (outcome.Verdict)
        {
            case AlertVerdict.Delivered:
                status.AlertSent();
                logger.AlertSent(channel.Name, entry.Alert.Key);
                rests.End(channel.Name);
                await manners.ToldAsync(channel.Name, entry.Alert, cancellationToken);
                return Done(tried, entry.Alert, ChannelStatus.Sent, outcome) with { SentAt = time.GetUtcNow(), TakesUpdates = channel.TakesUpdates };
            case AlertVerdict.Refused:
                logger.AlertRefused(channel.Name, entry.Alert.Key, outcome.Detail);
                return Done(tried, entry.Alert, ChannelStatus.Refused, outcome);
            case AlertVerdict.NoReceiver:
                // Nor will there be for what more becomes known.
                return Done(tried, entry.Alert, ChannelStatus.Withheld, outcome) with { Revision = int.MaxValue };
            default:
                return Failed(channel, entry, tried, outcome);
        }
    }

    private ChannelState Failed(IAlertChannel channel, OutboxEntry entry, ChannelState tried, AlertOutcome outcome)
    {
        var next = Rest(channel, tried.Attempts, outcome);
        if (next > entry.WrittenAt + options.ExpireAfter)
        {
            logger.AlertExpired(channel.Name, entry.Alert.Key, outcome.Detail);
            return Done(tried, entry.Alert, ChannelStatus.Expired, outcome);
        }

        logger.AlertDelayed(channel.Name, entry.Alert.Key, outcome.Detail, next);
        return tried with { NextAttempt = next, LastError = outcome.Detail, Receipt = outcome.Receipt ?? tried.Receipt };
    }

    // One that fails counts, too: what is known of the event will not become right by trying for a day.
    private async Task<ChannelState> UpdateAsync(IAlertChannel channel, AlertMessage message, Alert alert, ChannelState before, CancellationToken cancellationToken)
    {
        var outcome = await TraceAsync(channel, message with { Receipt = before.Receipt, IsUpdate = true }, cancellationToken);
        var tried = before with { Updates = before.Updates + 1 };
        if (outcome.Verdict == AlertVerdict.TryLater)
        {
            var next = Rest(channel, tried.Updates, outcome);
            logger.AlertDelayed(channel.Name, alert.Key, outcome.Detail, next);
            return tried with { NextAttempt = next, LastError = outcome.Detail, Receipt = outcome.Receipt ?? before.Receipt };
        }

        logger.AlertUpdated(channel.Name, alert.Key, alert.Revision);
        return Done(tried, alert, ChannelStatus.Sent, outcome) with { SentAt = time.GetUtcNow() };
    }

    private DateTimeOffset Rest(IAlertChannel channel, int attempts, AlertOutcome outcome)
    {
        var next = time.GetUtcNow() + AlertBackOff.After(attempts, outcome.RetryAfter);
        rests.Begin(channel.Name, next);
        return next;
    }

    /// <returns>Null if the channel is done with it.</returns>
    private DateTimeOffset? DueAt(OutboxEntry entry, IAlertChannel channel)
    {
        if (!IsFor(channel, entry.Alert))
        {
            return null;
        }

        var own = entry.Channels.GetValueOrDefault(channel.Name) switch
        {
            null => DateTimeOffset.MinValue,
            { Status: ChannelStatus.Waiting } waiting => waiting.NextAttempt,
            { Status: ChannelStatus.Withheld } withheld => withheld.LagsBehind(entry.Alert) ? DateTimeOffset.MinValue : null,
            var state when state.LagsBehind(entry.Alert) && channel.TakesUpdates && state.Updates < options.MaxUpdates => state.NextAttempt ?? state.SentAt + options.UpdateEvery,
            _ => null,
        };
        return own is null ? null : rests.Until(channel.Name) is { } rest && rest > own ? rest : own;
    }
}
