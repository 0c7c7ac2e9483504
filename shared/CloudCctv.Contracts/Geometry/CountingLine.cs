using CloudCctv.Contracts.Names;

namespace CloudCctv.Contracts.Geometry;

/// <summary>
/// A line in the picture over which is counted. Its sides are those of an arrow on the screen from the first point to the
/// second: with an arrow that points up, left is left and right is right; with one that points to the right, left is above.
/// </summary>
/// <param name="Name">What people call it: 1 to 40 of a-z, 0-9 and inner hyphens.</param>
/// <param name="From">Where the arrow begins, in 0..1 of the picture.</param>
/// <param name="To">Where it ends.</param>
public record CountingLine([property: SlugRule] string Name, Corner From, Corner To)
{
    /// <summary>
    /// How far past the line something must be to be on that side for certain, in heights of its own: boxes of who stands still
    /// move up and down by less.
    /// </summary>
    public const double Margin = 0.1;

    /// <summary>
    /// Follows one thing on its way. It has crossed when it was on one side for certain, is now on the other for certain, and the
    /// way between leads through the line and not past an end of it.
    /// </summary>
    /// <param name="sure">Where it was last on one side for certain; null before it ever was. Moved on.</param>
    /// <param name="now">Where it is: where it stands.</param>
    /// <param name="height">Of its box, 0 to 1 of the picture's.</param>
    /// <param name="aspect">Width of the picture divided by its height.</param>
    /// <returns>Null if it has not crossed.</returns>
    public CrossingDirection? Follow(ref Corner? sure, Corner now, double height, double aspect)
    {
        var side = SideOf(now, aspect);
        if (Math.Abs(side) < Margin * height)
        {
            return null;
        }

        var before = sure;
        sure = now;
        return before is { } last && SideOf(last, aspect) * side < 0 && LeadsThrough(last, now)
            ? side > 0 ? CrossingDirection.In : CrossingDirection.Out
            : null;
    }

    /// <summary>How far from the line, carried on beyond its ends, in heights of the picture: below 0 on its left, above on its right.</summary>
    public double SideOf(Corner point, double aspect)
    {
        var (dx, dy) = ((To.X - From.X) * aspect, To.Y - From.Y);
        var length = Math.Sqrt((dx * dx) + (dy * dy));
        return length > 0 ? ((dx * (point.Y - From.Y)) - (dy * (point.X - From.X) * aspect)) / length : 0;
    }

    // The two points are on different sides: so it is enough that the line's ends are on different sides of the way.
    private bool LeadsThrough(Corner a, Corner b) => Turn(a, b, From) * Turn(a, b, To) <= 0;

    private static double Turn(Corner a, Corner b, Corner point) => ((b.X - a.X) * (point.Y - a.Y)) - ((b.Y - a.Y) * (point.X - a.X));
}
