namespace CloudCctv.Detection;

/// <summary>One detection: a box with class and score.</summary>
/// <param name="Label">The class, one of the labels of the model's card, such as <c>person</c>.</param>
/// <param name="Score">The model's confidence, 0 to 1.</param>
/// <param name="Box">Where, in pixels of the source picture; inside it and not empty.</param>
public readonly record struct DetectedObject(string Label, float Score, ImageBox Box)
{
    /// <summary>Of faces, where the model tells them; else null.</summary>
    public FaceLandmarks<ImagePoint>? Landmarks { get; init; }
}
