using CloudCctv.Analysis.Results;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Fsck;

/// <summary>Reads results and looks whether what they name is there.</summary>
internal sealed class ResultReader(IObjectStore store, ResultStore results, DeletionLog deletions)
{
    /// <returns>Null if it is there and cannot be read, or has gone.</returns>
    public async Task<BatchResult?> TryReadAsync(BatchName batch, CancellationToken cancellationToken)
    {
        try
        {
            return await results.FindAsync(batch, cancellationToken);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>Sightings that a result names, that are not there, and that nobody has deleted.</summary>
    public async Task<IReadOnlyList<string>> MissingAsync(BatchResult result, CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        foreach (var text in result.Sightings)
        {
            if (!SightingName.TryParse(text, out var name)
                || (await store.GetPropertiesAsync(name.Sidecar, cancellationToken) is null && !await deletions.HasAsync(name, cancellationToken)))
            {
                missing.Add(text);
            }
        }

        return missing;
    }
}
