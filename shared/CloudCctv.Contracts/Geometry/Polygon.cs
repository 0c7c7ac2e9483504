namespace CloudCctv.Contracts.Geometry;

/// <summary>A corner of a zone or mask, in 0..1 of the frame.</summary>
public readonly record struct Corner(double X, double Y);

/// <summary>A named area of the picture, closed from the last corner to the first. It may be concave.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Corners">At least three.</param>
public record Polygon(string Name, IReadOnlyList<Corner> Corners)
{
    /// <summary>Even-odd rule (a point is inside if a ray from it crosses the outline an odd number of times).</summary>
    public bool Contains(double x, double y)
    {
        var inside = false;
        for (int i = 0, j = Corners.Count - 1; i < Corners.Count; j = i++)
        {
            var (a, b) = (Corners[i], Corners[j]);
            if (a.Y > y != b.Y > y && x < ((b.X - a.X) * (y - a.Y) / (b.Y - a.Y)) + a.X)
            {
                inside = !inside;
            }
        }

        return inside;
    }
}
