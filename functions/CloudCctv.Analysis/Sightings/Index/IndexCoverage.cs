using CloudCctv.Analysis.Stores;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Sightings.Index;

/// <summary>How far back the index reaches: all events of that day (UTC) and later are in it, or their worker is about to write them.</summary>
/// <param name="From">The first day; <see cref="DateOnly.MinValue"/> if it reaches back to the beginning.</param>
internal sealed record IndexCoverage(DateOnly From);

/// <summary>Reads and writes <c>index/covered.json</c>. Thread-safe.</summary>
internal sealed class IndexReach(IObjectStore store, TimeProvider time)
{
    // A page asks many times over. If somebody removes the index meanwhile, pages are wrong for no longer than this.
    private static readonly TimeSpan RememberedFor = TimeSpan.FromSeconds(5);

    private Remembered? last;

    public static ObjectName Object { get; } = new($"{IndexHour.Prefix}covered.json");

    /// <returns><see cref="DateOnly.MaxValue"/> if there is no index.</returns>
    public async Task<DateOnly> FromAsync(CancellationToken cancellationToken)
    {
        if (last is { } known && time.GetElapsedTime(known.At) < RememberedFor)
        {
            return known.From;
        }

        var from = await ReadAsync(cancellationToken);
        last = new Remembered(from, time.GetTimestamp());
        return from;
    }

    /// <summary>The same, as the store has it now.</summary>
    public async Task<DateOnly> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await store.ReadJsonAsync(Object, HourJson.Default.IndexCoverage, cancellationToken))?.Value.From ?? DateOnly.MaxValue;
        }
        catch (InvalidDataException)
        {
            // Then it is built again, which changes only what is wrong.
            return DateOnly.MaxValue;
        }
    }

    public Task WriteAsync(DateOnly from, CancellationToken cancellationToken) =>
        store.PutJsonAsync(Object, new IndexCoverage(from), HourJson.Default.IndexCoverage, cancellationToken);

    private sealed record Remembered(DateOnly From, long At);
}
