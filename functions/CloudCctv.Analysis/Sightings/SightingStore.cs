using CloudCctv.Analysis.Batches;
using CloudCctv.Analysis.Clips;
using CloudCctv.Analysis.Faces;
using CloudCctv.Analysis.Sightings.Index;
using CloudCctv.Analysis.Stores;
using CloudCctv.Contracts.Faults;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Sightings;

/// <summary>Keeps sightings: picture, preview and sidecar, each a plain file in any storage explorer. Thread-safe.</summary>
public sealed class SightingStore(IObjectStore store, DeletionLog deletions, SightingIndex index, ClipStore clips)
{
    /// <summary>
    /// Saves one sighting; doing it again changes nothing. The picture is evidence and therefore create-only, while preview
    /// and sidecar are views of it and are replaced. The sidecar comes last, so that none ever names a missing picture. Then
    /// <see cref="SightingIndex.RefreshAsync"/> is for the caller to do, once for all that it saves of an event.
    /// </summary>
    /// <param name="sighting">Becomes the sidecar.</param>
    /// <param name="jpeg">The camera's bytes, kept untouched.</param>
    /// <param name="preview">A small JPEG, see <see cref="PreviewPainter"/>.</param>
    /// <param name="cancellationToken">Stops between the writes.</param>
    /// <exception cref="PictureConflictException">Another picture has this name; it was not touched.</exception>
    public async Task SaveAsync(Sighting sighting, ReadOnlyMemory<byte> jpeg, ReadOnlyMemory<byte> preview, CancellationToken cancellationToken)
    {
        var name = sighting.Name;
        if (await store.PutNewAsync(name.Picture, jpeg, cancellationToken) == PutOutcome.Conflict)
        {
            throw new PictureConflictException(name);
        }

        CrashPoint.Reach(WorkerSteps.PictureSaved);
        await store.PutAsync(name.Preview, preview, cancellationToken);
        CrashPoint.Reach(WorkerSteps.PreviewSaved);
        await store.PutJsonAsync(name.Sidecar, sighting, SightingJson.Default.Sighting, cancellationToken);
        CrashPoint.Reach(WorkerSteps.SidecarSaved);
    }

    /// <returns>Null if there is no such sighting.</returns>
    /// <exception cref="InvalidDataException">The sidecar is not what this program writes.</exception>
    public Task<Sighting?> ReadAsync(SightingName name, CancellationToken cancellationToken) => store.ReadSidecarAsync(name, cancellationToken);

    /// <returns>What a sidecar says of faces; null if it says nothing, is not there or cannot be read.</returns>
    internal async Task<SightingFaces?> FindFacesAsync(SightingName name, CancellationToken cancellationToken)
    {
        try
        {
            return (await ReadAsync(name, cancellationToken))?.Faces;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>Changes what a sidecar says of faces, if it says anything; again from the start if somebody was quicker.</summary>
    /// <param name="name">Whose.</param>
    /// <param name="change">Gives the same faces if they are to stay, null to remove them.</param>
    /// <param name="cancellationToken">Stops between two attempts.</param>
    /// <returns>True if it was changed.</returns>
    /// <exception cref="InvalidDataException">The sidecar is not what this program writes.</exception>
    internal async Task<bool> ChangeFacesAsync(SightingName name, Func<SightingFaces, SightingFaces?> change, CancellationToken cancellationToken)
    {
        while (await store.ReadJsonAsync(name.Sidecar, SightingJson.Default.Sighting, cancellationToken) is { Value.Faces: { } faces } sidecar)
        {
            var changed = change(faces);
            if (ReferenceEquals(changed, faces))
            {
                return false;
            }

            if (await store.TryReplaceJsonAsync(name.Sidecar, sidecar.Value with { Faces = changed }, SightingJson.Default.Sighting, sidecar.ETag, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The camera's JPEG, or null. The caller disposes it.</summary>
    public Task<StoredObject?> OpenPictureAsync(SightingName name, CancellationToken cancellationToken) =>
        store.OpenReadAsync(name.Picture, cancellationToken);

    /// <summary>The small JPEG with boxes, or null. The caller disposes it.</summary>
    public Task<StoredObject?> OpenPreviewAsync(SightingName name, CancellationToken cancellationToken) =>
        store.OpenReadAsync(name.Preview, cancellationToken);

    /// <summary>The JSON as it is stored, or null. The caller disposes it.</summary>
    public Task<StoredObject?> OpenSidecarAsync(SightingName name, CancellationToken cancellationToken) =>
        store.OpenReadAsync(name.Sidecar, cancellationToken);

    /// <summary>
    /// Deletes one sighting for good, and with the last of an event its clip, which no page would show any more. First it is
    /// written down that this is meant, see <see cref="DeletionLog"/>.
    /// </summary>
    /// <returns>True if it was there.</returns>
    public async Task<bool> DeleteAsync(SightingName name, CancellationToken cancellationToken)
    {
        await deletions.RecordAsync(name, cancellationToken);
        var wasThere = await store.DeleteAsync(name.Sidecar, cancellationToken);
        await index.RefreshAsync(name.Event, [], cancellationToken);
        wasThere |= await store.DeleteAsync(name.Preview, cancellationToken);
        wasThere |= await store.DeleteAsync(name.Picture, cancellationToken);
        if (!await store.ListAsync(SightingName.FolderOf(name.Event), cancellationToken).AnyAsync(IsSidecar, cancellationToken))
        {
            await clips.DeleteAsync(name.Event, cancellationToken);
        }

        return wasThere;
    }

    /// <summary>Deletes all sightings of an event, its clip, and what a half-finished save or delete of one has left.</summary>
    /// <returns>How many sightings there were.</returns>
    public async Task<int> DeleteEventAsync(EventName eventName, CancellationToken cancellationToken)
    {
        await deletions.RecordAsync(eventName, cancellationToken);
        var found = await store.ListAsync(SightingName.FolderOf(eventName), cancellationToken).ToListAsync(cancellationToken);
        var (sidecars, others) = (found.Where(IsSidecar).ToList(), found.Where(one => !IsSidecar(one)));
        await DeleteAllAsync(sidecars, cancellationToken);
        await index.RefreshAsync(eventName, [], cancellationToken);
        // While its sum is there, a clip is taken for whole.
        await DeleteAllAsync(others.OrderByDescending(one => ClipName.IsSum(one.Name)), cancellationToken);
        return sidecars.Count;
    }

    private static bool IsSidecar(ObjectProperties one) => one.Name.Value.EndsWith(SightingName.SidecarSuffix, StringComparison.Ordinal);

    private async Task DeleteAllAsync(IEnumerable<ObjectProperties> objects, CancellationToken cancellationToken)
    {
        foreach (var one in objects)
        {
            await store.DeleteAsync(one.Name, cancellationToken);
        }
    }
}
