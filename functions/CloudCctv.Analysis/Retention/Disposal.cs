using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Alerts.Manners;
using CloudCctv.Analysis.Claims;
using CloudCctv.Analysis.Clips;
using CloudCctv.Analysis.Feedback;
using CloudCctv.Analysis.Retention.Audit;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Retention;

/// <summary>An event that may go.</summary>
/// <param name="Event">Which.</param>
/// <param name="Pictures">Sightings that it has.</param>
/// <param name="Bytes">Of everything in its folder.</param>
public sealed record Disposable(EventName Event, int Pictures, long Bytes);

/// <summary>Deletes whole events for good: noted in the audit first, then in the <see cref="DeletionLog"/>, then gone. Thread-safe.</summary>
public sealed class Disposal(
    IObjectStore store, SightingStore sightings, Starred starred, FeedbackStore feedback, ClipWishBook wishes, MannerStore manners, AuditLog audit, AlertOptions alerts, TimeProvider time)
{
    // More than any rule lets a channel wait for somebody, and any night.
    private static readonly TimeSpan LongestHeld = TimeSpan.FromDays(2);

    /// <summary>What is there of an event.</summary>
    public async Task<Disposable> MeasureAsync(EventName eventName, CancellationToken cancellationToken)
    {
        var (pictures, bytes) = (0, 0L);
        await foreach (var found in store.ListAsync(SightingName.FolderOf(eventName), cancellationToken))
        {
            pictures += found.Name.Value.EndsWith(SightingName.SidecarSuffix, StringComparison.Ordinal) ? 1 : 0;
            bytes += found.Bytes;
        }

        return new Disposable(eventName, pictures, bytes);
    }

    /// <returns>True if a zip of the event waits or is worked on: then more of it may be written at any moment.</returns>
    public Task<bool> IsInWorkAsync(EventName eventName, CancellationToken cancellationToken) => IsInWorkAsync(eventName, except: null, cancellationToken);

    /// <summary>The same without one of its batches.</summary>
    internal async Task<bool> IsInWorkAsync(EventName eventName, BatchName? except, CancellationToken cancellationToken) =>
        await IsAnyAsync(StoreLayout.BatchPrefix, eventName, except, cancellationToken) || await IsAnyAsync(ClaimStore.Prefix, eventName, except, cancellationToken);

    /// <summary>Safe to repeat after a crash at any line.</summary>
    public async Task DeleteAsync(IReadOnlyList<Disposable> events, DeletionCause cause, Func<Disposable, string> reason, CancellationToken cancellationToken)
    {
        if (events.Count == 0)
        {
            return;
        }

        var now = time.GetUtcNow();
        await audit.RecordAsync([.. events.Select(one => new AuditLine(now, cause, one.Event.ToString(), one.Pictures, one.Bytes, reason(one)))], cancellationToken);
        foreach (var one in events)
        {
            await sightings.DeleteEventAsync(one.Event, cancellationToken);
            await ForgetAsync(one.Event, cancellationToken);
        }
    }

    /// <summary>Removes what people noted of an event that is gone.</summary>
    internal async Task ForgetAsync(EventName eventName, CancellationToken cancellationToken)
    {
        await feedback.RemoveAsync(eventName, cancellationToken);
        await wishes.RemoveAsync(eventName, cancellationToken);
        await manners.ForgetOpenedAsync(eventName, alerts.ExpireAfter + LongestHeld, cancellationToken);
        // Last: a star without its event is harmless, an event that lost its star is not.
        await starred.RemoveAsync(eventName, cancellationToken);
    }

    private async Task<bool> IsAnyAsync(string prefix, EventName eventName, BatchName? except, CancellationToken cancellationToken) =>
        await store.ListAsync($"{prefix}{eventName}-", cancellationToken)
            .AnyAsync(found => except is null || !found.Name.Value.StartsWith($"{prefix}{except}", StringComparison.Ordinal), cancellationToken);
}
