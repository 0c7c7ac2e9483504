using System.Collections.Concurrent;

namespace CloudCctv.Analysis.Sightings.Index;

/// <summary>How often this process has written each day of the index: who remembers what a day says knows by it when to look again. Thread-safe.</summary>
public sealed class IndexNews
{
    private readonly ConcurrentDictionary<DateOnly, long> writes = new();

    /// <summary>Goes up when a write has ended. Read it before the day: what is written meanwhile is then seen to be news.</summary>
    public long WritesOf(DateOnly day) => writes.GetValueOrDefault(day);

    internal void Written(DateOnly day) => writes.AddOrUpdate(day, 1, (_, before) => before + 1);
}
