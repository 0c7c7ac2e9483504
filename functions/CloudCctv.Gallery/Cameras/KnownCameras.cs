using CloudCctv.Analysis.Health;
using CloudCctv.Analysis.Sightings;

namespace CloudCctv.Gallery.Cameras;

/// <summary>Cameras that ever had a sighting, and those that devices speak of: a new one has none yet. Thread-safe.</summary>
internal sealed class KnownCameras(SightingCalendar calendar, HealthOverview overview)
{
    /// <returns>By site and name.</returns>
    public async Task<IReadOnlyList<KnownCamera>> ReadAsync(CancellationToken cancellationToken)
    {
        var (seen, devices) = (await calendar.CamerasAsync(cancellationToken), await overview.ReadAsync(cancellationToken));
        var told = new Dictionary<CameraName, KnownCamera>();
        foreach (var device in devices.OrderBy(device => device.Report.WrittenAt))
        {
            foreach (var camera in device.Report.Heartbeat?.Cameras ?? [])
            {
                // Where two devices claim one camera, who has spoken last is believed.
                var name = new CameraName(device.Report.Site, camera.Name);
                told[name] = new KnownCamera(name, device, camera);
            }
        }

        return [.. seen.Union(told.Keys).Select(name => told.GetValueOrDefault(name) ?? new KnownCamera(name, null, null)).OrderBy(one => one.Name.ToString(), StringComparer.Ordinal)];
    }
}
