using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Stores;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Tracks.Stills;

/// <summary>What each camera has learned of things that stand still. Thread-safe; several workers may learn at once.</summary>
public sealed class StillStore(IObjectStore store)
{
    public const string Prefix = "stills/";

    // Workers on one camera are few. Who loses every round learns from the next event.
    private const int Rounds = 5;

    /// <returns>Empty if nothing was learned, or the record cannot be read.</returns>
    public async Task<StillRecord> ReadAsync(CameraName camera, CancellationToken cancellationToken) =>
        (await FindAsync(camera, cancellationToken))?.Value ?? StillRecord.Empty;

    /// <summary>Writes what has been learned, unless it is what was known.</summary>
    /// <param name="camera">Whose.</param>
    /// <param name="learn">From the record to the next; called again if another worker was quicker.</param>
    /// <param name="cancellationToken">Stops between two rounds.</param>
    public async Task LearnAsync(CameraName camera, Func<StillRecord, StillRecord> learn, CancellationToken cancellationToken)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var current = await FindAsync(camera, cancellationToken);
            var before = current?.Value ?? StillRecord.Empty;
            var after = learn(before);
            if (before.Objects.SequenceEqual(after.Objects) || await WriteAsync(camera, after, current, cancellationToken))
            {
                return;
            }
        }
    }

    private async Task<bool> WriteAsync(CameraName camera, StillRecord record, Versioned<StillRecord>? current, CancellationToken cancellationToken) => current is null
        ? await store.PutNewJsonAsync(NameOf(camera), record, StillJson.Default.StillRecord, cancellationToken) != PutOutcome.Conflict
        : await store.TryReplaceJsonAsync(NameOf(camera), record, StillJson.Default.StillRecord, current.ETag, cancellationToken);

    private async Task<Versioned<StillRecord>?> FindAsync(CameraName camera, CancellationToken cancellationToken)
    {
        try
        {
            return await store.ReadJsonAsync(NameOf(camera), StillJson.Default.StillRecord, cancellationToken);
        }
        catch (InvalidDataException)
        {
            // What nobody can read is learned anew; until then more alerts, not fewer.
            await store.DeleteAsync(NameOf(camera), cancellationToken);
            return null;
        }
    }

    private static ObjectName NameOf(CameraName camera) => new($"{Prefix}{camera}.json");
}
