using CloudCctv.Analysis.Health;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Health;

namespace CloudCctv.Gallery.Cameras;

/// <param name="Name">Which.</param>
/// <param name="Device">Where it hangs; null if no device speaks of it.</param>
/// <param name="Health">What that said last; null likewise.</param>
public sealed record KnownCamera(CameraName Name, DeviceHealth? Device, CameraHeartbeat? Health);
