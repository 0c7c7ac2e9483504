using System.Runtime.CompilerServices;
using CloudCctv.Analysis.Stores;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Claims;

/// <summary>
/// Lease records that keep two workers from doing the same work at once. Nothing depends on them for correctness: a batch that
/// two workers hold comes out the same. They also count attempts, so that a batch that kills its workers ends. Thread-safe.
/// </summary>
public sealed class ClaimStore(IObjectStore store, ClaimOptions options, TimeProvider time)
{
    public const string Prefix = StoreFactory.FleetingPrefix;

    private const string Suffix = ".json";

    private readonly string process = $"{Environment.MachineName}/{Environment.ProcessId}";

    /// <returns>Null if somebody else works on it.</returns>
    public async Task<Claim?> TryTakeAsync(BatchName batch, CancellationToken cancellationToken)
    {
        var earlier = await ReadAsync(batch, cancellationToken);
        if (earlier?.Value.ExpiresAt > time.GetUtcNow())
        {
            return null;
        }

        var mine = new ClaimRecord($"{process}/{Guid.NewGuid():N}", Expiry(), (earlier?.Value.Attempts ?? 0) + 1, earlier?.Value.LastError);
        var taken = earlier is null
            ? await store.PutNewJsonAsync(NameOf(batch), mine, ClaimJson.Default.ClaimRecord, cancellationToken) != PutOutcome.Conflict
            : await ReplaceAsync(batch, mine, earlier.ETag, cancellationToken);
        return taken ? new Claim(this, batch, mine) : null;
    }

    /// <summary>Batches that somebody has begun with and not ended, and when that was last written down.</summary>
    public async IAsyncEnumerable<(BatchName Batch, DateTimeOffset WrittenAt)> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var found in store.ListAsync(Prefix, cancellationToken))
        {
            if (found.Name.Value.EndsWith(Suffix, StringComparison.Ordinal)
                && BatchName.TryParse(found.Name.Value[Prefix.Length..^Suffix.Length], out var batch))
            {
                yield return (batch, found.WrittenAt);
            }
        }
    }

    /// <summary>Forgets a batch that is done.</summary>
    public Task<bool> DeleteAsync(BatchName batch, CancellationToken cancellationToken) => store.DeleteAsync(NameOf(batch), cancellationToken);

    /// <returns>False if there is a record that keeps nobody out because it cannot be read.</returns>
    internal async Task<bool> IsReadableAsync(BatchName batch, CancellationToken cancellationToken)
    {
        try
        {
            await store.ReadJsonAsync(NameOf(batch), ClaimJson.Default.ClaimRecord, cancellationToken);
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    /// <returns>Until when somebody works on it, unless they say so again; null if nobody does.</returns>
    public async Task<DateTimeOffset?> HeldUntilAsync(BatchName batch, CancellationToken cancellationToken) =>
        (await ReadAsync(batch, cancellationToken))?.Value.ExpiresAt is { } expiry && expiry > time.GetUtcNow() ? expiry : null;

    /// <returns>True if somebody works on it now.</returns>
    public async Task<bool> IsHeldAsync(BatchName batch, CancellationToken cancellationToken) =>
        await HeldUntilAsync(batch, cancellationToken) is not null;

    internal bool IsHalfOver(ClaimRecord record) => record.ExpiresAt - time.GetUtcNow() < options.Lease / 2;

    /// <summary>Writes a claim of ours anew, unless somebody has taken it over.</summary>
    internal async Task<ClaimRecord> UpdateAsync(BatchName batch, ClaimRecord record, CancellationToken cancellationToken)
    {
        if (await ReadAsync(batch, cancellationToken) is { } current && current.Value.Owner == record.Owner)
        {
            await ReplaceAsync(batch, record, current.ETag, cancellationToken);
        }

        return record;
    }

    internal DateTimeOffset Expiry() => time.GetUtcNow() + options.Lease;

    internal DateTimeOffset Now() => time.GetUtcNow();

    private async Task<Versioned<ClaimRecord>?> ReadAsync(BatchName batch, CancellationToken cancellationToken)
    {
        try
        {
            return await store.ReadJsonAsync(NameOf(batch), ClaimJson.Default.ClaimRecord, cancellationToken);
        }
        catch (InvalidDataException)
        {
            // A record that nobody can read keeps nobody out.
            await DeleteAsync(batch, cancellationToken);
            return null;
        }
    }

    private Task<bool> ReplaceAsync(BatchName batch, ClaimRecord record, ETag ifMatch, CancellationToken cancellationToken) =>
        store.TryReplaceJsonAsync(NameOf(batch), record, ClaimJson.Default.ClaimRecord, ifMatch, cancellationToken);

    private static ObjectName NameOf(BatchName batch) => new($"{Prefix}{batch}{Suffix}");
}
