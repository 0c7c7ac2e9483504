using System.Runtime.CompilerServices;
using CloudCctv.Analysis.Batches;
using CloudCctv.Analysis.Stores;
using CloudCctv.Contracts.Faults;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Alerts;

/// <summary>
/// Alerts that are written down before they are sent. One per event: <c>alerts/pending/EVENT.json</c> until every channel is
/// done with it, <c>alerts/sent/EVENT.json</c> from then on. Where both are there, sent is right. Thread-safe.
/// </summary>
public sealed class AlertOutbox(IObjectStore store, TimeProvider time)
{
    public const string PendingPrefix = "alerts/pending/";

    public const string SentPrefix = "alerts/sent/";

    private const string Suffix = ".json";

    /// <summary>Writes an alert, unless its event has one already, waiting or sent.</summary>
    /// <returns>True if it was written.</returns>
    public async Task<bool> WriteAsync(Alert alert, CancellationToken cancellationToken)
    {
        var entry = new OutboxEntry(alert, time.GetUtcNow(), new Dictionary<string, ChannelState>(), Lease: null);
        return !await IsSentAsync(alert.Key, cancellationToken)
            && await store.PutNewJsonAsync(Pending(alert.Key), entry, OutboxJson.Default.OutboxEntry, cancellationToken) == PutOutcome.Created;
    }

    /// <summary>Keys of alerts that wait, read as the caller goes on.</summary>
    public async IAsyncEnumerable<string> PendingAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var found in store.ListAsync(PendingPrefix, cancellationToken))
        {
            if (found.Name.Value.EndsWith(Suffix, StringComparison.Ordinal))
            {
                yield return found.Name.Value[PendingPrefix.Length..^Suffix.Length];
            }
        }
    }

    /// <summary>What was sent of an event; null if nothing was, or not yet by every channel.</summary>
    public async Task<OutboxEntry?> FindSentAsync(string key, CancellationToken cancellationToken) =>
        (await store.ReadJsonAsync(Sent(key), OutboxJson.Default.OutboxEntry, cancellationToken))?.Value;

    /// <returns>True if the alert waits or was sent.</returns>
    internal async Task<bool> KnowsAsync(string key, CancellationToken cancellationToken) =>
        await IsSentAsync(key, cancellationToken) || await store.GetPropertiesAsync(Pending(key), cancellationToken) is not null;

    internal async Task<bool> IsSentAsync(string key, CancellationToken cancellationToken) =>
        await store.GetPropertiesAsync(Sent(key), cancellationToken) is not null;

    internal Task<Versioned<OutboxEntry>?> ReadAsync(string key, CancellationToken cancellationToken) =>
        store.ReadJsonAsync(Pending(key), OutboxJson.Default.OutboxEntry, cancellationToken);

    internal Task<bool> TryReplaceAsync(OutboxEntry entry, ETag ifMatch, CancellationToken cancellationToken) =>
        store.TryReplaceJsonAsync(Pending(entry.Alert.Key), entry, OutboxJson.Default.OutboxEntry, ifMatch, cancellationToken);

    /// <summary>Sent first, pending last: a crash between the two leaves both, and the next look at it repeats the second step.</summary>
    internal async Task CompleteAsync(OutboxEntry entry, CancellationToken cancellationToken)
    {
        await store.PutNewJsonAsync(Sent(entry.Alert.Key), entry with { Lease = null }, OutboxJson.Default.OutboxEntry, cancellationToken);
        CrashPoint.Reach(WorkerSteps.AlertCompleted);
        await ForgetAsync(entry.Alert.Key, cancellationToken);
    }

    internal Task<bool> ForgetAsync(string key, CancellationToken cancellationToken) => store.DeleteAsync(Pending(key), cancellationToken);

    private static ObjectName Pending(string key) => new($"{PendingPrefix}{key}{Suffix}");

    private static ObjectName Sent(string key) => new($"{SentPrefix}{key}{Suffix}");
}
