using CloudCctv.Analysis.Stores;
using CloudCctv.Storage;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Alerts;

/// <summary>Alerts of one state, each an object under the same prefix. Thread-safe, over processes too.</summary>
internal sealed class OutboxShelf(IObjectStore store, string prefix)
{
    public const string Suffix = ".json";

    // Who writes to one alert at the same moment are at most a few workers on batches of one event.
    private const int Rounds = 20;

    public ObjectName NameOf(string key) => new($"{prefix}{key}{Suffix}");

    /// <exception cref="InvalidDataException">It is there and cannot be read.</exception>
    public Task<Versioned<OutboxEntry>?> ReadAsync(string key, CancellationToken cancellationToken) =>
        store.ReadJsonAsync(NameOf(key), OutboxJson.Default.OutboxEntry, cancellationToken);

    public async Task<bool> HasAsync(string key, CancellationToken cancellationToken) =>
        await store.GetPropertiesAsync(NameOf(key), cancellationToken) is not null;

    public async Task<bool> PutNewAsync(OutboxEntry entry, CancellationToken cancellationToken) =>
        await store.PutNewJsonAsync(NameOf(entry.Alert.Key), entry, OutboxJson.Default.OutboxEntry, cancellationToken) == PutOutcome.Created;

    public Task<bool> TryReplaceAsync(OutboxEntry entry, ETag ifMatch, CancellationToken cancellationToken) =>
        store.TryReplaceJsonAsync(NameOf(entry.Alert.Key), entry, OutboxJson.Default.OutboxEntry, ifMatch, cancellationToken);

    /// <param name="key">Which alert.</param>
    /// <param name="change">From what is there to what should be; called again if somebody else was quicker.</param>
    /// <param name="cancellationToken">Stops between two rounds.</param>
    /// <returns>What is there now; null if it is gone.</returns>
    public async Task<OutboxEntry?> ChangeAsync(string key, Func<OutboxEntry, OutboxEntry> change, CancellationToken cancellationToken)
    {
        for (var round = 0; round < Rounds; round++)
        {
            if (await ReadAsync(key, cancellationToken) is not { } current)
            {
                return null;
            }

            var next = change(current.Value);
            if (ReferenceEquals(next, current.Value) || await TryReplaceAsync(next, current.ETag, cancellationToken))
            {
                return next;
            }
        }

        throw new StoreUnreachableException($"The alert {key} is changed by too many at once.");
    }

    public Task<bool> DeleteAsync(string key, CancellationToken cancellationToken) => store.DeleteAsync(NameOf(key), cancellationToken);
}
