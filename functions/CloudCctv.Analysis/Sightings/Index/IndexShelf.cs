using CloudCctv.Analysis.Stores;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Sightings.Index;

/// <summary>Reads and writes hours of the index. Thread-safe.</summary>
internal sealed class IndexShelf(IObjectStore store, IndexNews news)
{
    // Some 400,000 pictures that were taken within one hour.
    private const long MaxBytes = 32 << 20;

    /// <returns>Null if it is not there: then nothing was seen in that hour.</returns>
    public async Task<StoredHour?> FindAsync(IndexHour hour, CancellationToken cancellationToken)
    {
        await using var found = await store.OpenReadAsync(hour.Object, cancellationToken);
        if (found is null)
        {
            return null;
        }

        if (found.Properties.Bytes > MaxBytes)
        {
            return new StoredHour(found.Properties, [], null);
        }

        using var bytes = new MemoryStream((int)found.Properties.Bytes);
        await found.Content.CopyToAsync(bytes, cancellationToken);
        return new StoredHour(found.Properties, bytes.ToArray(), HourFile.Read(bytes.GetBuffer().AsSpan(0, (int)bytes.Length), hour));
    }

    /// <summary>Puts an hour in the place of what was found, and nothing in the place of an hour without events.</summary>
    /// <returns>False if somebody was quicker: look again.</returns>
    public async Task<bool> TryWriteAsync(IndexHour hour, StoredHour? found, HourFile now, CancellationToken cancellationToken)
    {
        try
        {
            return await WriteAsync(hour, found, now, cancellationToken);
        }
        finally
        {
            // Of a write that failed nobody knows whether it was made.
            news.Written(hour.Day);
        }
    }

    private async Task<bool> WriteAsync(IndexHour hour, StoredHour? found, HourFile now, CancellationToken cancellationToken)
    {
        if (now.Events.Count == 0)
        {
            return found is null || await store.TryDeleteAsync(hour.Object, found.Properties.ETag, cancellationToken);
        }

        var bytes = now.ToBytes();
        return found is null
            ? await store.PutNewAsync(hour.Object, bytes, cancellationToken) != PutOutcome.Conflict
            : found.Bytes.AsSpan().SequenceEqual(bytes) || await store.TryReplaceAsync(hour.Object, bytes, found.Properties.ETag, cancellationToken);
    }
}

/// <param name="Properties">Of the object.</param>
/// <param name="Bytes">Its content.</param>
/// <param name="File">The same as events; null if it cannot be read.</param>
internal sealed record StoredHour(ObjectProperties Properties, byte[] Bytes, HourFile? File);
