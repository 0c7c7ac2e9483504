using CloudCctv.Contracts.Names;

namespace CloudCctv.Analysis.Sightings.Index;

/// <summary>
/// Keeps the index like the sightings: whoever has written or deleted sidecars says so afterwards. What is written here is what
/// the store showed after the version was read that it replaces, so the last writer has seen all that came before it, however
/// many write and whatever they have missed. Thread-safe, over processes too.
/// </summary>
public sealed class SightingIndex
{
    private static readonly IReadOnlyDictionary<FrameName, IndexedPicture> NothingKnown = new Dictionary<FrameName, IndexedPicture>();

    private readonly IndexShelf shelf;
    private readonly IndexSource source;

    internal SightingIndex(IndexShelf shelf, IndexSource source) => (this.shelf, this.source) = (shelf, source);

    /// <summary>Looks anew at what there is of one event. Safe to repeat after a crash at any line.</summary>
    /// <param name="eventName">Which.</param>
    /// <param name="known">Sightings of it whose sidecars need not be read again.</param>
    /// <param name="cancellationToken">Stops between two attempts.</param>
    public Task RefreshAsync(EventName eventName, IReadOnlyList<Sighting> known, CancellationToken cancellationToken)
    {
        var hour = IndexHour.Of(eventName);
        return ChangeAsync(
            hour,
            async before => before.With(eventName, await source.EventAsync(eventName, Known(eventName, known, before), cancellationToken)),
            cancellationToken);
    }

    /// <summary>Looks anew at all events of an hour, and reads all of their sidecars.</summary>
    internal Task RebuildAsync(IndexHour hour, CancellationToken cancellationToken) =>
        ChangeAsync(hour, async _ => (await source.HourAsync(hour, cancellationToken)).File, cancellationToken);

    private static IReadOnlyDictionary<FrameName, IndexedPicture> Known(EventName eventName, IReadOnlyList<Sighting> known, HourFile before)
    {
        var pictures = before.Events.FirstOrDefault(one => one.Event == eventName)?.Pictures.ToDictionary(picture => picture.Frame);
        if (known.Count == 0)
        {
            return pictures ?? NothingKnown;
        }

        pictures ??= [];
        foreach (var sighting in known)
        {
            pictures[sighting.Frame] = IndexedPicture.Of(sighting);
        }

        return pictures;
    }

    private async Task ChangeAsync(IndexHour hour, Func<HourFile, Task<HourFile>> change, CancellationToken cancellationToken)
    {
        for (var done = false; !done;)
        {
            var found = await shelf.FindAsync(hour, cancellationToken);
            var now = found is { File: null } ? (await source.HourAsync(hour, cancellationToken)).File : await change(found?.File ?? HourFile.Empty);
            done = await shelf.TryWriteAsync(hour, found, now, cancellationToken);
        }
    }
}
