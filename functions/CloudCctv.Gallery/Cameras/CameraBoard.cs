using CloudCctv.Analysis.Alerts.Manners;
using CloudCctv.Analysis.Sightings;

namespace CloudCctv.Gallery.Cameras;

/// <summary>Reads what the page of cameras shows. Thread-safe.</summary>
internal sealed class CameraBoard(KnownCameras cameras, LastPictures pictures, MannerStore manners)
{
    private const int CamerasAtOnce = 8;

    /// <param name="sees">Which cameras whoever asks may see.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    public async Task<IReadOnlyList<CameraOnPage>> ReadAsync(Func<CameraName, bool> sees, CancellationToken cancellationToken)
    {
        var known = (await cameras.ReadAsync(cancellationToken)).Where(one => sees(one.Name)).ToList();
        var last = await pictures.OfAsync([.. known.Select(one => one.Name)], cancellationToken);
        var read = new CameraOnPage[known.Count];
        var limits = new ParallelOptions { MaxDegreeOfParallelism = CamerasAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, known.Count, limits, async (i, token) =>
            read[i] = new CameraOnPage(known[i], last.GetValueOrDefault(known[i].Name)?.Name, await manners.SnoozedUntilAsync(known[i].Name, token)));
        return read;
    }
}

/// <param name="Camera">Which, and how it is.</param>
/// <param name="Last">The newest picture that was kept of it; null if there is none.</param>
/// <param name="QuietUntil">Until when nothing is told of it, UTC; may be over; null if never.</param>
public sealed record CameraOnPage(KnownCamera Camera, SightingName? Last, DateTimeOffset? QuietUntil);
