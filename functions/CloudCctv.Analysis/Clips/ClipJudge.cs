using CloudCctv.Analysis.Retention;
using CloudCctv.Analysis.Retention.Trash;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Clips;

/// <summary>Decides whether a clip is kept: that of an event with a sighting is, unless somebody has deleted that. Thread-safe.</summary>
public sealed class ClipJudge(IObjectStore store, Disposal disposal, TrashBin trash, DeletionLog deletions)
{
    /// <param name="clip">The clip's own batch, which does not count as work on the event.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    /// <returns>Null while that is open: nobody is seen yet, and more of the event waits or is worked on.</returns>
    public async Task<ClipFate?> DecideAsync(BatchName clip, CancellationToken cancellationToken)
    {
        // Asked first: what ends its work between the two questions has written its sightings down by then.
        var isInWork = await disposal.IsInWorkAsync(clip.Event, except: clip, cancellationToken);
        var fate = await NowAsync(clip.Event, cancellationToken);
        return fate == ClipFate.NoSighting && isInWork ? null : fate;
    }

    /// <summary>As if nothing more came of the event.</summary>
    public async Task<ClipFate> NowAsync(EventName eventName, CancellationToken cancellationToken) =>
        await deletions.HasClipAsync(eventName, cancellationToken) || await trash.FindAsync(eventName, cancellationToken) is not null ? ClipFate.Deleted
        : await HasSightingAsync(eventName, cancellationToken) ? ClipFate.Kept
        : ClipFate.NoSighting;

    /// <returns>True if no film of the event may stay: nobody is seen in it any more, or somebody has erased a part of it. What is in the bin may be had back.</returns>
    public async Task<bool> IsUnwantedAsync(EventName eventName, CancellationToken cancellationToken) =>
        await deletions.HasClipAsync(eventName, cancellationToken) || !await HasSightingAsync(eventName, cancellationToken);

    private async Task<bool> HasSightingAsync(EventName eventName, CancellationToken cancellationToken) =>
        await store.ListAsync(SightingName.FolderOf(eventName), cancellationToken).AnyAsync(found => SightingName.OfSidecar(found.Name) is not null, cancellationToken);
}
