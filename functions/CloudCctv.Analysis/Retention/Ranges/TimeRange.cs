using System.Globalization;
using CloudCctv.Analysis.Sightings;

namespace CloudCctv.Analysis.Retention.Ranges;

/// <summary>Which sightings somebody means.</summary>
/// <param name="From">The first instant.</param>
/// <param name="To">The first instant that does not belong to it any more; after <paramref name="From"/>.</param>
/// <param name="Camera">Null for all.</param>
public sealed record TimeRange(DateTimeOffset From, DateTimeOffset To, CameraName? Camera)
{
    public bool Holds(DateTimeOffset time) => time >= From && time < To;

    public bool Concerns(CameraName camera) => Camera is null || Camera == camera;

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{From.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ} to {To.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}, {(Camera is { } one ? one.ToString() : "all cameras")}");
}
