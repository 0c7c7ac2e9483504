namespace CloudCctv.Detection.Decoders;

/// <summary>A point in pixels of the model's input, bars included.</summary>
public readonly record struct ModelPoint(float X, float Y);
