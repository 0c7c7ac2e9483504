namespace CloudCctv.Imaging.Erasing;

/// <summary>Whether any part of a rectangle is to be erased.</summary>
/// <param name="left">In 0..1 of the picture's width; may be below 0 at its edge.</param>
/// <param name="top">In 0..1 of the picture's height; may be below 0 at its edge.</param>
/// <param name="right">As <paramref name="left"/>; may be above 1.</param>
/// <param name="bottom">As <paramref name="top"/>; may be above 1.</param>
public delegate bool Covers(double left, double top, double right, double bottom);
