using CloudCctv.Contracts.Geometry;

namespace CloudCctv.Uploader.Motion.Lines;

/// <summary>Something that moves, from frame to frame, as far as boxes of motion can tell.</summary>
internal sealed class MovingThing
{
    /// <summary>By the name of each line: where it last stood on one side for certain.</summary>
    public Dictionary<string, Corner> Sides { get; } = new(StringComparer.Ordinal);

    public Box Box { get; private set; }

    public DateTimeOffset Time { get; private set; }

    /// <summary>Frames in which it was there.</summary>
    public int Frames { get; private set; }

    /// <summary>Where it stands.</summary>
    public Corner Feet => new((Box.Left + Box.Right) / 2, Box.Bottom);

    public void Move(Box box, DateTimeOffset time) => (Box, Time, Frames) = (box, time, Frames + 1);

    /// <summary>How far away a box is, in heights of the larger: from foot to foot. Infinite for what cannot be the same.</summary>
    /// <param name="box">Of the next frame.</param>
    /// <param name="aspect">Width of the picture divided by its height.</param>
    public double DistanceTo(Box box, double aspect)
    {
        var (lower, higher) = (Math.Min(Box.Height, box.Height), Math.Max(Box.Height, box.Height));
        var across = (((box.Left + box.Right) / 2) - Feet.X) * aspect;
        return lower * 2 < higher ? double.PositiveInfinity : Math.Sqrt((across * across) + Math.Pow(box.Bottom - Feet.Y, 2)) / higher;
    }
}
