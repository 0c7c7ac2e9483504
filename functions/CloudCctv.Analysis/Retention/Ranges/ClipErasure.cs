using CloudCctv.Analysis.Clips;
using CloudCctv.Analysis.Retention.Audit;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Retention.Ranges;

/// <summary>Deletes the clip of an event of which a part is erased: a film cannot be cut without becoming another. Thread-safe.</summary>
public sealed class ClipErasure(IObjectStore store, ClipStore clips, ClipWishBook wishes, DeletionLog deletions, AuditLog audit, TimeProvider time)
{
    /// <summary>Also sees to it that none comes later. Safe to repeat after a crash at any line.</summary>
    public async Task EraseAsync(EventName eventName, TimeRange wanted, CancellationToken cancellationToken)
    {
        if (await store.GetPropertiesAsync(ClipName.FilmOf(eventName), cancellationToken) is { } film)
        {
            var line = new AuditLine(time.GetUtcNow(), DeletionCause.Erased, $"{eventName}/{ClipRecord.EntryName}", Pictures: 0, film.Bytes, $"part of it: {wanted}");
            await audit.RecordAsync([line], cancellationToken);
        }

        await deletions.RecordClipAsync(eventName, cancellationToken);
        await clips.DeleteAsync(eventName, cancellationToken);
        await wishes.RemoveAsync(eventName, cancellationToken);
    }
}
