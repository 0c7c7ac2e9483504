using CloudCctv.Analysis.Stores;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Retention.Records;

/// <summary>
/// One pass a day (UTC) over all old records, however many workers there are: <c>retention/records.json</c> says when the next run
/// is due and from where. Who begins moves that on by a lease; if it dies, another goes on an hour later. Thread-safe, over
/// processes too.
/// </summary>
internal sealed class PruneBookmark(IObjectStore store, TimeProvider time)
{
    private static readonly ObjectName Name = new("retention/records.json");

    private static readonly TimeSpan Lease = TimeSpan.FromHours(1);

    /// <returns>Null if none is due, or somebody else is at it; else the camera's day after which to go on, empty to begin.</returns>
    public async Task<string?> TryBeginAsync(CancellationToken cancellationToken)
    {
        var found = await ReadAsync(cancellationToken);
        var now = time.GetUtcNow();
        if (found?.Value.DueAt > now)
        {
            return null;
        }

        var mine = new PruneMark(now + Lease, found?.Value.After);
        var isMine = found is null
            ? await store.PutNewJsonAsync(Name, mine, PruneJson.Default.PruneMark, cancellationToken) == PutOutcome.Created
            : await store.TryReplaceJsonAsync(Name, mine, PruneJson.Default.PruneMark, found.ETag, cancellationToken);
        return isMine ? mine.After ?? "" : null;
    }

    /// <param name="after">Where to go on, at once; null if the pass is over.</param>
    /// <param name="cancellationToken">Abandons it: the lease ends by itself.</param>
    public Task EndAsync(string? after, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var tomorrow = new DateTimeOffset(DateOnly.FromDateTime(now.UtcDateTime).AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);
        return store.PutJsonAsync(Name, new PruneMark(after is null ? tomorrow : now, after), PruneJson.Default.PruneMark, cancellationToken);
    }

    private async Task<Versioned<PruneMark>?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await store.ReadJsonAsync(Name, PruneJson.Default.PruneMark, cancellationToken);
        }
        catch (InvalidDataException)
        {
            // It only says from where: a pass begins.
            await store.DeleteAsync(Name, cancellationToken);
            return null;
        }
    }
}
