using CloudCctv.Analysis.Stores;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Sightings;

internal static class Sidecars
{
    /// <returns>Null if there is no such sighting.</returns>
    /// <exception cref="InvalidDataException">The sidecar is not what this program writes.</exception>
    public static async Task<Sighting?> ReadSidecarAsync(this IObjectStore store, SightingName name, CancellationToken cancellationToken)
    {
        var sidecar = await store.ReadJsonAsync(name.Sidecar, SightingJson.Default.Sighting, cancellationToken);
        return sidecar is null ? null : SightingRules.Checked(sidecar.Value, name);
    }
}
