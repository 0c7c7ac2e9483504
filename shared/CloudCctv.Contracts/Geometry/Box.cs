namespace CloudCctv.Contracts.Geometry;

/// <summary>A rectangle in 0..1 of the frame, whatever its size in pixels. Right and bottom are outside.</summary>
public readonly record struct Box(double Left, double Top, double Right, double Bottom)
{
    public double Width => Right - Left;

    public double Height => Bottom - Top;

    /// <summary>True if all sides are in 0..1 and neither width nor height is negative. Not-a-number is never valid.</summary>
    public bool IsValid => Left >= 0 && Top >= 0 && Left <= Right && Top <= Bottom && Right <= 1 && Bottom <= 1;
}
