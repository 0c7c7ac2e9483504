using System.Runtime.CompilerServices;
using CloudCctv.Analysis.Batches;
using CloudCctv.Analysis.Stores;
using CloudCctv.Contracts.Faults;
using CloudCctv.Storage;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Alerts;

/// <summary>
/// Alerts that are written down before they are sent. One per event: <c>alerts/pending/EVENT.json</c> until every channel is
/// done with it, <c>alerts/sent/EVENT.json</c> from then on. Where both are there, sent is right. What becomes known later is
/// added to where the alert is; <c>alerts/updates/EVENT.json</c> marks one that was sent and is to be changed. Thread-safe.
/// </summary>
public sealed class AlertOutbox(IObjectStore store, TimeProvider time)
{
    public const string PendingPrefix = "alerts/pending/";

    public const string SentPrefix = "alerts/sent/";

    public const string UpdatesPrefix = "alerts/updates/";

    private const int Rounds = 20;

    internal OutboxShelf Pending { get; } = new(store, PendingPrefix);

    internal OutboxShelf Sent { get; } = new(store, SentPrefix);

    /// <summary>Writes an alert. If its event has one already, waiting or sent, what is new is added to that.</summary>
    /// <returns>True if it is the first of its event.</returns>
    public async Task<bool> WriteAsync(Alert alert, CancellationToken cancellationToken)
    {
        try
        {
            for (var round = 0; round < Rounds; round++)
            {
                if (await TryWriteAsync(alert, cancellationToken) is { } isFirst)
                {
                    return isFirst;
                }
            }
        }
        catch (InvalidDataException)
        {
            // What is there cannot be read: it stays for a person to look at, and the batch goes on.
            return false;
        }

        throw new StoreUnreachableException($"The alert {alert.Key} is changed by too many at once.");
    }

    /// <summary>Keys of alerts that wait, read as the caller goes on.</summary>
    public IAsyncEnumerable<string> PendingAsync(CancellationToken cancellationToken) => KeysAsync(PendingPrefix, cancellationToken);

    /// <summary>Keys of alerts that were sent and are to be changed.</summary>
    public IAsyncEnumerable<string> UpdatesAsync(CancellationToken cancellationToken) => KeysAsync(UpdatesPrefix, cancellationToken);

    /// <summary>What was sent of an event; null if nothing was, or not yet by every channel.</summary>
    /// <exception cref="InvalidDataException">It is there and cannot be read.</exception>
    public async Task<OutboxEntry?> FindSentAsync(string key, CancellationToken cancellationToken) =>
        (await Sent.ReadAsync(key, cancellationToken))?.Value;

    /// <summary>How far an alert is, waiting or sent; null if there is none.</summary>
    /// <exception cref="InvalidDataException">It is there and cannot be read.</exception>
    public async Task<OutboxEntry?> FindAsync(string key, CancellationToken cancellationToken) =>
        (await Sent.ReadAsync(key, cancellationToken) ?? await Pending.ReadAsync(key, cancellationToken))?.Value;

    /// <returns>True if the alert waits or was sent.</returns>
    internal async Task<bool> KnowsAsync(string key, CancellationToken cancellationToken) =>
        await Sent.HasAsync(key, cancellationToken) || await Pending.HasAsync(key, cancellationToken);

    internal async Task<bool> IsPendingAsync(string key, CancellationToken cancellationToken) =>
        await Pending.HasAsync(key, cancellationToken) && !await Sent.HasAsync(key, cancellationToken);

    internal Task<bool> IsSentAsync(string key, CancellationToken cancellationToken) => Sent.HasAsync(key, cancellationToken);

    internal Task<Versioned<OutboxEntry>?> ReadAsync(string key, CancellationToken cancellationToken) => Pending.ReadAsync(key, cancellationToken);

    /// <summary>Sent first, pending last: a crash between the two leaves both, and the next look at it repeats the second step.</summary>
    internal async Task CompleteAsync(OutboxEntry entry, CancellationToken cancellationToken)
    {
        await Sent.PutNewAsync(entry with { Lease = null }, cancellationToken);
        await MarkIfLaggingAsync(entry, cancellationToken);
        CrashPoint.Reach(WorkerSteps.AlertCompleted);
        await ForgetAsync(entry.Alert.Key, cancellationToken);
    }

    /// <summary>
    /// Removes a waiting alert that was sent. What was added to it at the last moment goes over to what was sent; who adds even
    /// later sees that it was sent, because sent is written first.
    /// </summary>
    internal async Task ForgetAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            if (await Pending.ReadAsync(key, cancellationToken) is not { } left)
            {
                return;
            }

            await AddToSentAsync(left.Value.Alert, cancellationToken);
        }
        catch (InvalidDataException)
        {
            // It was sent; nobody can say what more it knew.
        }

        await Pending.DeleteAsync(key, cancellationToken);
    }

    /// <summary>
    /// Removes the mark of an alert that is to be changed, and sets it again if something was added meanwhile: whoever adds
    /// changes the alert before the mark, so that one of the two sees the other.
    /// </summary>
    /// <param name="key">Whose.</param>
    /// <param name="isToBeChanged">Whether something is left to do.</param>
    /// <param name="cancellationToken">Stops between the steps.</param>
    internal async Task UnmarkAsync(string key, Func<OutboxEntry, bool> isToBeChanged, CancellationToken cancellationToken)
    {
        await store.DeleteAsync(MarkOf(key), cancellationToken);
        if (await FindSentAsync(key, cancellationToken) is { } sent && isToBeChanged(sent))
        {
            await MarkIfLaggingAsync(sent, cancellationToken);
        }
    }

    /// <returns>Null if somebody else was quicker: try again.</returns>
    private async Task<bool?> TryWriteAsync(Alert alert, CancellationToken cancellationToken)
    {
        if (await AddToSentAsync(alert, cancellationToken))
        {
            return false;
        }

        if (await Pending.ReadAsync(alert.Key, cancellationToken) is not { } waiting)
        {
            var entry = new OutboxEntry(alert, time.GetUtcNow(), new Dictionary<string, ChannelState>(), Lease: null);
            return await Pending.PutNewAsync(entry, cancellationToken) ? true : null;
        }

        var more = waiting.Value.Adding(alert);
        if (ReferenceEquals(more, waiting.Value))
        {
            return false;
        }

        // Sent meanwhile? Then it goes there in the next round.
        var isKept = await Pending.TryReplaceAsync(more, waiting.ETag, cancellationToken) && !await IsSentAsync(alert.Key, cancellationToken);
        return isKept ? false : null;
    }

    /// <returns>False if nothing was sent.</returns>
    private async Task<bool> AddToSentAsync(Alert alert, CancellationToken cancellationToken)
    {
        var sent = await Sent.ChangeAsync(alert.Key, entry => entry.Adding(alert), cancellationToken);
        if (sent is not null)
        {
            await MarkIfLaggingAsync(sent, cancellationToken);
        }

        return sent is not null;
    }

    // Holds nothing: the alert itself says what is to be told.
    private async Task MarkIfLaggingAsync(OutboxEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Lags)
        {
            await store.PutNewAsync(MarkOf(entry.Alert.Key), "{}"u8.ToArray(), cancellationToken);
        }
    }

    private async IAsyncEnumerable<string> KeysAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var found in store.ListAsync(prefix, cancellationToken))
        {
            if (found.Name.Value.EndsWith(OutboxShelf.Suffix, StringComparison.Ordinal))
            {
                yield return found.Name.Value[prefix.Length..^OutboxShelf.Suffix.Length];
            }
        }
    }

    private static ObjectName MarkOf(string key) => new($"{UpdatesPrefix}{key}{OutboxShelf.Suffix}");
}
