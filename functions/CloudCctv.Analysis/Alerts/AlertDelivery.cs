using CloudCctv.Analysis.Batches;
using CloudCctv.Analysis.Status;
using CloudCctv.Analysis.Stores;
using CloudCctv.Analysis.Telemetry;
using CloudCctv.Contracts.Faults;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Alerts;

/// <summary>
/// Sends what waits in the outbox. Each channel has its own state and its own back-off, and rests for all alerts after a
/// failure, so that one that is down holds up neither the others nor the queue. Thread-safe, over processes too.
/// </summary>
public sealed class AlertDelivery(
    AlertOutbox outbox, AlertMessages messages, IEnumerable<IAlertChannel> channels, AlertOptions options, TimeProvider time, AnalysisStatus status, ILogger<AlertDelivery> logger)
{
    private const int AlertsAtOnce = 4;

    private readonly ChannelRests rests = new(time);
    private readonly IReadOnlyList<IAlertChannel> channels = [.. channels];

    /// <summary>Sends everything that is due. Does not even look while all channels rest, however much waits.</summary>
    /// <returns>When the next attempt is due; null if nothing waits.</returns>
    public Task<DateTimeOffset?> DeliverDueAsync(CancellationToken cancellationToken) =>
        channels.Count > 0 && channels.All(channel => rests.Until(channel.Name) is not null)
            ? Task.FromResult(channels.Min(channel => rests.Until(channel.Name)))
            : DeliverAsync(outbox.PendingAsync(cancellationToken), cancellationToken);

    /// <summary>The same for alerts whose keys are known.</summary>
    public Task<DateTimeOffset?> DeliverAsync(IEnumerable<string> keys, CancellationToken cancellationToken) =>
        DeliverAsync(keys.ToAsyncEnumerable(), cancellationToken);

    private async Task<DateTimeOffset?> DeliverAsync(IAsyncEnumerable<string> keys, CancellationToken cancellationToken)
    {
        var gate = new Lock();
        DateTimeOffset? next = null;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = AlertsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(keys, parallel, async (key, token) =>
        {
            if (await DeliverAsync(key, token) is { } due)
            {
                lock (gate)
                {
                    next = next < due ? next : due;
                }
            }
        });
        return next;
    }

    /// <summary>Sends one alert through every channel that is due, if it waits and nobody else is sending it.</summary>
    /// <returns>When its next attempt is due; null if it is done or not there.</returns>
    public async Task<DateTimeOffset?> DeliverAsync(string key, CancellationToken cancellationToken)
    {
        if (await outbox.IsSentAsync(key, cancellationToken))
        {
            await outbox.ForgetAsync(key, cancellationToken);
            return null;
        }

        if (await ReadAsync(key, cancellationToken) is not { } pending)
        {
            return null;
        }

        if (pending.Value.Lease?.Until > time.GetUtcNow())
        {
            return pending.Value.Lease.Until;
        }

        var due = Due(pending.Value);
        return due.Count == 0 && Next(pending.Value) is { } later ? later : await SendAsync(pending, due, cancellationToken);
    }

    private async Task<Versioned<OutboxEntry>?> ReadAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            return await outbox.ReadAsync(key, cancellationToken);
        }
        catch (InvalidDataException exception)
        {
            // It stays for a person to look at, and holds up no other alert.
            logger.AlertUnreadable(key, exception.Message);
            return null;
        }
    }

    private async Task<DateTimeOffset?> SendAsync(Versioned<OutboxEntry> pending, List<IAlertChannel> due, CancellationToken cancellationToken)
    {
        var lease = new OutboxLease($"{Environment.MachineName}/{Guid.NewGuid():N}", time.GetUtcNow() + options.Lease);
        var entry = pending.Value with { Lease = lease };
        if (!await outbox.TryReplaceAsync(entry, pending.ETag, cancellationToken))
        {
            return lease.Until;
        }

        CrashPoint.Reach(WorkerSteps.AlertLeased);
        if (await outbox.IsSentAsync(entry.Alert.Key, cancellationToken))
        {
            // Sent and forgotten between our look and a second worker's writing it anew: the lease keeps others out from here on.
            await outbox.ForgetAsync(entry.Alert.Key, cancellationToken);
            return null;
        }

        if (due.Count > 0)
        {
            var message = await messages.ComposeAsync(entry.Alert, cancellationToken);
            var sends = due.Select(channel => SendAsync(channel, message, entry, cancellationToken)).ToList();
            await foreach (var send in Task.WhenEach(sends).WithCancellation(cancellationToken))
            {
                // Written down one by one: a crash while a slow channel is at it must not make a quick one send again.
                var (channel, state) = await send;
                CrashPoint.Reach(WorkerSteps.AlertSent);
                entry = await WriteDownAsync(entry.With(channel, state), cancellationToken);
                CrashPoint.Reach(WorkerSteps.AlertWrittenDown);
            }
        }

        return await SettleAsync(entry, cancellationToken);
    }

    private async Task<(string Channel, ChannelState State)> SendAsync(IAlertChannel channel, AlertMessage message, OutboxEntry entry, CancellationToken cancellationToken)
    {
        var attempts = (entry.Channels.GetValueOrDefault(channel.Name)?.Attempts ?? 0) + 1;
        using var trace = Traces.Alert(channel.Name, entry.Alert.Key);
        var outcome = await channel.SendAsync(message, cancellationToken);
        if (outcome.Verdict != AlertVerdict.Delivered)
        {
            trace.Failed(outcome.Detail);
        }

        return (channel.Name, outcome.Verdict switch
        {
            AlertVerdict.Delivered => Delivered(channel, entry.Alert, attempts),
            AlertVerdict.Refused => Refused(channel, entry.Alert, attempts, outcome),
            _ => Failed(channel, entry, attempts, outcome),
        });
    }

    private ChannelState Delivered(IAlertChannel channel, Alert alert, int attempts)
    {
        status.AlertSent();
        logger.AlertSent(channel.Name, alert.Key);
        rests.End(channel.Name);
        return new ChannelState(ChannelStatus.Sent, attempts, NextAttempt: null, LastError: null);
    }

    private ChannelState Refused(IAlertChannel channel, Alert alert, int attempts, AlertOutcome outcome)
    {
        logger.AlertRefused(channel.Name, alert.Key, outcome.Detail);
        return new ChannelState(ChannelStatus.Refused, attempts, NextAttempt: null, outcome.Detail);
    }

    private ChannelState Failed(IAlertChannel channel, OutboxEntry entry, int attempts, AlertOutcome outcome)
    {
        var next = time.GetUtcNow() + AlertBackOff.After(attempts, outcome.RetryAfter);
        rests.Begin(channel.Name, next);
        if (next > entry.WrittenAt + options.ExpireAfter)
        {
            logger.AlertExpired(channel.Name, entry.Alert.Key, outcome.Detail);
            return new ChannelState(ChannelStatus.Expired, attempts, NextAttempt: null, outcome.Detail);
        }

        logger.AlertDelayed(channel.Name, entry.Alert.Key, outcome.Detail, next);
        return new ChannelState(ChannelStatus.Waiting, attempts, next, outcome.Detail);
    }

    private async Task<OutboxEntry> WriteDownAsync(OutboxEntry entry, CancellationToken cancellationToken)
    {
        if (await outbox.ReadAsync(entry.Alert.Key, cancellationToken) is { } current && current.Value.Lease?.Owner == entry.Lease?.Owner)
        {
            await outbox.TryReplaceAsync(entry, current.ETag, cancellationToken);
        }

        return entry;
    }

    private async Task<DateTimeOffset?> SettleAsync(OutboxEntry entry, CancellationToken cancellationToken)
    {
        if (Next(entry) is { } next)
        {
            await WriteDownAsync(entry with { Lease = entry.Lease! with { Until = time.GetUtcNow() } }, cancellationToken);
            return next;
        }

        await outbox.CompleteAsync(entry, cancellationToken);
        return null;
    }

    private List<IAlertChannel> Due(OutboxEntry entry) => [.. channels.Where(channel => DueAt(entry, channel) <= time.GetUtcNow())];

    private DateTimeOffset? Next(OutboxEntry entry) => channels.Select(channel => DueAt(entry, channel)).Min();

    /// <returns>Null if the channel is done with it.</returns>
    private DateTimeOffset? DueAt(OutboxEntry entry, IAlertChannel channel)
    {
        if (!channel.Takes(entry.Alert.Kind))
        {
            return null;
        }

        var state = entry.Channels.GetValueOrDefault(channel.Name);
        var own = state is null ? DateTimeOffset.MinValue : state.NextAttempt;
        return own is null ? null : rests.Until(channel.Name) is { } rest && rest > own ? rest : own;
    }
}
