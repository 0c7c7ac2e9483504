using System.ComponentModel.DataAnnotations;

namespace CloudCctv.Detection;

public sealed record DetectorOptions
{
    /// <summary>
    /// An .onnx file, whose card lies beside it (<c>NAME.json</c>) or is in our catalogue. Default: the person detector that
    /// ships with CloudCctv.
    /// </summary>
    public string? ModelPath { get; init; }

    /// <summary>Lowest score reported, 0 to 1. Default: what the model's card suggests.</summary>
    [Range(0f, 1f)]
    public float? MinScore { get; init; }

    /// <summary>
    /// Threads that work on one frame, 1 to 64. Two (the default) answer sooner; one finds more per second and core when
    /// several workers share the machine.
    /// </summary>
    [Range(1, 64)]
    public int Threads { get; init; } = 2;

    /// <summary>
    /// Pixels of the longer side that the model sees, 32 to 4096: more finds smaller objects and takes longer, by the square.
    /// Default: the card's. Ignored by models of a fixed input size.
    /// </summary>
    [Range(32, 4096)]
    public int? LongSide { get; init; }

    internal void Validate() => Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
}
