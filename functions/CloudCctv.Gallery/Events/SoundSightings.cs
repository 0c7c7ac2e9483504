using CloudCctv.Analysis.Sightings;

namespace CloudCctv.Gallery.Events;

internal static class SoundSightings
{
    /// <summary>For pages of many pictures: one sidecar that is damaged must not take the others away. Its own page tells of it.</summary>
    /// <returns>Null if there is no such sighting, or none that can be read.</returns>
    public static async Task<Sighting?> ReadIfSoundAsync(this SightingStore sightings, SightingName name, CancellationToken cancellationToken)
    {
        try
        {
            return await sightings.ReadAsync(name, cancellationToken);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
