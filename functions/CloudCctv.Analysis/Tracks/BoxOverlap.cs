using CloudCctv.Contracts.Geometry;

namespace CloudCctv.Analysis.Tracks;

internal static class BoxOverlap
{
    /// <summary>Intersection over union, 0 to 1; 0 for empty boxes.</summary>
    public static double With(this Box a, Box b)
    {
        var shared = Math.Max(0, Math.Min(a.Right, b.Right) - Math.Max(a.Left, b.Left)) * Math.Max(0, Math.Min(a.Bottom, b.Bottom) - Math.Max(a.Top, b.Top));
        var whole = (a.Width * a.Height) + (b.Width * b.Height) - shared;
        return whole > 0 ? shared / whole : 0;
    }
}
