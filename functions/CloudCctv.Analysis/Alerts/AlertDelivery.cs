using CloudCctv.Analysis.Batches;
using CloudCctv.Analysis.Stores;
using CloudCctv.Contracts.Faults;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Alerts;

/// <summary>
/// Sends what waits in the outbox, and changes what was sent when more becomes known. Each channel has its own state and its
/// own back-off, and rests for all alerts after a failure, so that one that is down holds up neither the others nor the
/// queue. Thread-safe, over processes too.
/// </summary>
public sealed class AlertDelivery(AlertOutbox outbox, AlertMessages messages, AlertSender sender, AlertOptions options, TimeProvider time, ILogger<AlertDelivery> logger)
{
    private const int AlertsAtOnce = 4;

    /// <summary>Sends everything that is due. Does not even look while all channels rest, however much waits.</summary>
    /// <returns>When the next attempt is due; null if nothing waits.</returns>
    public async Task<DateTimeOffset?> DeliverDueAsync(CancellationToken cancellationToken)
    {
        if (sender.AllRestUntil is { } rest)
        {
            return rest;
        }

        var waiting = await DeliverAsync(outbox.PendingAsync(cancellationToken), DeliverAsync, cancellationToken);
        return Earlier(waiting, await DeliverAsync(outbox.UpdatesAsync(cancellationToken), DeliverMarkedAsync, cancellationToken));
    }

    /// <summary>The same for alerts whose keys are known.</summary>
    public Task<DateTimeOffset?> DeliverAsync(IEnumerable<string> keys, CancellationToken cancellationToken) =>
        DeliverAsync(keys.ToAsyncEnumerable(), DeliverAsync, cancellationToken);

    /// <summary>Sends one alert through every channel that is due, or changes it there, if nobody else is at it.</summary>
    /// <returns>When its next attempt is due; null if it is done or not there.</returns>
    public async Task<DateTimeOffset?> DeliverAsync(string key, CancellationToken cancellationToken)
    {
        if (!await outbox.IsSentAsync(key, cancellationToken))
        {
            return await WorkAsync(key, outbox.Pending, cancellationToken);
        }

        await outbox.ForgetAsync(key, cancellationToken);
        return await WorkAsync(key, outbox.Sent, cancellationToken);
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other : one;

    private static async Task<DateTimeOffset?> DeliverAsync(
        IAsyncEnumerable<string> keys, Func<string, CancellationToken, Task<DateTimeOffset?>> deliver, CancellationToken cancellationToken)
    {
        var gate = new Lock();
        DateTimeOffset? next = null;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = AlertsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(keys, parallel, async (key, token) =>
        {
            var due = await deliver(key, token);
            lock (gate)
            {
                next = Earlier(next, due);
            }
        });
        return next;
    }

    private async Task<DateTimeOffset?> DeliverMarkedAsync(string key, CancellationToken cancellationToken)
    {
        var next = await DeliverAsync(key, cancellationToken);
        if (next is null)
        {
            await outbox.UnmarkAsync(key, entry => sender.Next(entry) is not null, cancellationToken);
        }

        return next;
    }

    private async Task<DateTimeOffset?> WorkAsync(string key, OutboxShelf shelf, CancellationToken cancellationToken)
    {
        if (await ReadAsync(key, shelf, cancellationToken) is not { } found)
        {
            return null;
        }

        if (found.Value.Lease?.Until > time.GetUtcNow())
        {
            return found.Value.Lease.Until;
        }

        var due = sender.Due(found.Value);
        var isLeftAlone = due.Count == 0 && (sender.Next(found.Value) is not null || shelf == outbox.Sent);
        return isLeftAlone ? sender.Next(found.Value) : await SendAsync(found, due, shelf, cancellationToken);
    }

    private async Task<Versioned<OutboxEntry>?> ReadAsync(string key, OutboxShelf shelf, CancellationToken cancellationToken)
    {
        try
        {
            return await shelf.ReadAsync(key, cancellationToken);
        }
        catch (InvalidDataException exception)
        {
            // It stays for a person to look at, and holds up no other alert.
            logger.AlertUnreadable(key, exception.Message);
            return null;
        }
    }

    private async Task<DateTimeOffset?> SendAsync(Versioned<OutboxEntry> found, IReadOnlyList<IAlertChannel> due, OutboxShelf shelf, CancellationToken cancellationToken)
    {
        var lease = new OutboxLease($"{Environment.MachineName}/{Guid.NewGuid():N}", time.GetUtcNow() + options.Lease);
        var entry = found.Value with { Lease = lease };
        if (!await shelf.TryReplaceAsync(entry, found.ETag, cancellationToken))
        {
            return lease.Until;
        }

        CrashPoint.Reach(WorkerSteps.AlertLeased);
        if (shelf == outbox.Pending && await outbox.IsSentAsync(entry.Alert.Key, cancellationToken))
        {
            // Sent and forgotten between our look and a second worker's writing it anew: the lease keeps others out from here on.
            await outbox.ForgetAsync(entry.Alert.Key, cancellationToken);
            return null;
        }

        if (due.Count > 0)
        {
            var message = await messages.ComposeAsync(entry.Alert, cancellationToken);
            var sends = due.Select(channel => sender.SendAsync(channel, message, entry, cancellationToken)).ToList();
            await foreach (var send in Task.WhenEach(sends).WithCancellation(cancellationToken))
            {
                // Written down one by one: a crash while a slow channel is at it must not make a quick one send again.
                var (channel, state) = await send;
                CrashPoint.Reach(WorkerSteps.AlertSent);
                await shelf.ChangeAsync(entry.Alert.Key, current => current.With(channel, state), cancellationToken);
                CrashPoint.Reach(WorkerSteps.AlertWrittenDown);
            }
        }

        return await SettleAsync(entry.Alert.Key, lease, shelf, cancellationToken);
    }

    // What is there now, and not what was taken: more of the event may have been added while it was sent.
    private async Task<DateTimeOffset?> SettleAsync(string key, OutboxLease lease, OutboxShelf shelf, CancellationToken cancellationToken)
    {
        if (await shelf.ReadAsync(key, cancellationToken) is not { } current || current.Value.Lease?.Owner != lease.Owner)
        {
            return lease.Until;
        }

        if (shelf == outbox.Sent || sender.Waits(current.Value))
        {
            var free = await shelf.ChangeAsync(key, entry => entry.Lease?.Owner == lease.Owner ? entry with { Lease = null } : entry, cancellationToken);
            return free is null ? null : sender.Next(free);
        }

        await outbox.CompleteAsync(current.Value, cancellationToken);
        return sender.Next(current.Value);
    }
}
