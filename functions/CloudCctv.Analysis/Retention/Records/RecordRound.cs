using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Retention.Records;

/// <summary>One run: what is old, and how much more may go. Not thread-safe.</summary>
internal sealed class RecordRound(IObjectStore store, RecordsInUse inUse, DateOnly firstKept, int most, bool dryRun)
{
    private const int AtOnce = 8;

    private readonly DateTimeOffset keptFrom = new(firstKept, TimeOnly.MinValue, TimeSpan.Zero);

    /// <summary>The first day (UTC) whose records stay.</summary>
    public DateOnly FirstKept => firstKept;

    public RecordsInUse InUse => inUse;

    /// <summary>How many went, or in a dry run would have.</summary>
    public int Gone { get; private set; }

    /// <summary>How many more may go.</summary>
    public int Left { get; private set; } = most;

    public bool IsFull => Left <= 0;

    /// <summary>Days that are looked at count, too: there may be many from which nothing may go.</summary>
    public void Look() => Left--;

    /// <summary>What came late has the time of its writing: a device that was away for years is old news, and yet being worked on.</summary>
    public bool IsOld(ObjectProperties record) => record.WrittenAt < keptFrom;

    /// <summary>Deletes records in the version that was looked at: one that changes meanwhile stays.</summary>
    public async Task DeleteAsync(IReadOnlyCollection<ObjectProperties> records, CancellationToken cancellationToken)
    {
        Left -= records.Count;
        Gone += records.Count;
        if (!dryRun)
        {
            var limits = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(records, limits, async (record, token) => await store.TryDeleteAsync(record.Name, record.ETag, token));
        }
    }
}
