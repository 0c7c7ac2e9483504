using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Geometry;

namespace CloudCctv.Analysis.Tracks.Rules;

/// <summary>What can be said of a detection by itself.</summary>
public static class DetectionRules
{
    // The feet are on the ground a little above the lower edge of the box, and at the edge of the picture not outside of it.
    private const double FeetAboveEdge = 0.02;

    /// <returns>Why it does not count; null if it does.</returns>
    public static SuppressionReason? Check(SeenObject seen, CameraRules rules) => seen switch
    {
        _ when seen.Score < (rules.MinScore ?? 0) => SuppressionReason.Score,
        _ when !HasSize(seen.Box, rules) => SuppressionReason.Size,
        _ when rules.Zones.Count > 0 && !rules.ZoneAreas().Any(zone => StandsIn(zone, seen.Box)) => SuppressionReason.Zone,
        _ when rules.MaskAreas().Any(mask => StandsIn(mask, seen.Box)) => SuppressionReason.Mask,
        _ => null,
    };

    private static bool HasSize(Box box, CameraRules rules) =>
        box.Height >= rules.MinHeight && box.Height <= rules.MaxHeight
        && box.Width * box.Height >= rules.MinArea && box.Width * box.Height <= rules.MaxArea;

    /// <summary>Where somebody stands, not what the box covers: a tall person before a fence reaches far into what lies behind it.</summary>
    public static Corner FeetOf(Box box) => new((box.Left + box.Right) / 2, box.Bottom - (FeetAboveEdge * box.Height));

    private static bool StandsIn(Polygon area, Box box) => FeetOf(box) is var feet && area.Contains(feet.X, feet.Y);
}
