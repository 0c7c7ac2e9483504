using System.ComponentModel.DataAnnotations;

namespace CloudCctv.Contracts.Geometry;

/// <summary>A corner of a zone or mask, in 0..1 of the frame.</summary>
public readonly record struct Corner([property: Range(0.0, 1.0)] double X, [property: Range(0.0, 1.0)] double Y);

/// <summary>A named area of the picture, closed from the last corner to the first. It may be concave.</summary>
/// <param name="Name">What people call it, 1 to 60 characters.</param>
/// <param name="Corners">3 to 100.</param>
public record Polygon(
    [property: Length(1, 60, ErrorMessage = "a text of 1 to 60 characters")] string Name,
    [property: Length(3, 100, ErrorMessage = "a list of 3 to 100 corners")] IReadOnlyList<Corner> Corners)
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

    /// <summary>True if any part of the area lies in the rectangle, its rim included. The rectangle may reach beyond the frame.</summary>
    public bool Touches(Box box)
    {
        if (Contains((box.Left + box.Right) / 2, (box.Top + box.Bottom) / 2))
        {
            return true;
        }

        // An outline that never enters the rectangle leaves it wholly inside or wholly outside, and its centre has told which.
        for (int i = 0, j = Corners.Count - 1; i < Corners.Count; j = i++)
        {
            if (Crosses(Corners[j], Corners[i], box))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a line enters a rectangle (Liang and Barsky, ACM Transactions on Graphics 3, 1984).</summary>
    private static bool Crosses(Corner from, Corner to, Box box)
    {
        var (dx, dy) = (to.X - from.X, to.Y - from.Y);
        var (enters, leaves) = (0.0, 1.0);
        return Clip(-dx, from.X - box.Left) && Clip(dx, box.Right - from.X) && Clip(-dy, from.Y - box.Top) && Clip(dy, box.Bottom - from.Y);

        bool Clip(double direction, double distance)
        {
            if (direction == 0)
            {
                return distance >= 0;
            }

            (enters, leaves) = direction < 0
                ? (Math.Max(enters, distance / direction), leaves)
                : (enters, Math.Min(leaves, distance / direction));
            return enters <= leaves;
        }
    }
}
