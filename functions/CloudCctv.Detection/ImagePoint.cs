namespace CloudCctv.Detection;

/// <summary>A point in pixels of the source picture, as the camera delivered it; may lie outside it.</summary>
public readonly record struct ImagePoint(float X, float Y);
