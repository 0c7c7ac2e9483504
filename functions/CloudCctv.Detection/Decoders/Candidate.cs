namespace CloudCctv.Detection.Decoders;

/// <summary>What a decoder reads out of the model, before boxes of the same object are merged.</summary>
/// <param name="Label">Index into the card's labels.</param>
/// <param name="Score">0 to 1.</param>
/// <param name="Box">In pixels of the model's input.</param>
public readonly record struct Candidate(int Label, float Score, ModelBox Box)
{
    /// <summary>Of faces, where the model tells them.</summary>
    public FaceLandmarks<ModelPoint>? Landmarks { get; init; }
}
