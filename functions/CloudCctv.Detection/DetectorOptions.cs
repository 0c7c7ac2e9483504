using System.ComponentModel.DataAnnotations;
using CloudCctv.Detection.SecondLook;

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

    /// <summary>Threads that work for one caller, 1 to 64 (2); <see cref="Favour"/> says how.</summary>
    [Range(1, 64)]
    public int Threads { get; init; } = 2;

    /// <summary>
    /// <see cref="Favour.Throughput"/> (the default) gives each thread a frame of its own, <see cref="Favour.Latency"/> all
    /// threads to one frame.
    /// </summary>
    [EnumDataType(typeof(Favour))]
    public Favour Favour { get; init; }

    /// <summary>
    /// Pixels of the longer side that the model sees, 32 to 4096: more finds smaller objects and takes longer, by the square.
    /// Default: the card's. Ignored by models of a fixed input size.
    /// </summary>
    [Range(32, 4096)]
    public int? LongSide { get; init; }

    /// <summary>Which pictures are looked at again, closer: by default those with a known region of motion.</summary>
    [EnumDataType(typeof(SecondLookMode))]
    public SecondLookMode SecondLook { get; init; } = SecondLookMode.Motion;

    /// <summary>What the second look may cost at most, in first looks, 0.5 to 64 (4): it comes as close as that allows.</summary>
    [Range(0.5, 64)]
    public double SecondLookBudget { get; init; } = 4;

    /// <summary>
    /// There is no second look when the first has found a person of this score where it moved, 0 to 1 (0.6). 1 looks twice
    /// always. Ignored by <see cref="SecondLookMode.Everywhere"/>.
    /// </summary>
    [Range(0f, 1f)]
    public float SecondLookBelow { get; init; } = 0.6f;

    /// <summary>
    /// Folder for graphs that ONNX Runtime has optimised, so that the next start need not. Default: <c>cloudcctv/graphs</c> in
    /// the user's cache folder. Without one, or where it cannot be written, every start optimises anew.
    /// </summary>
    public string? CacheFolder { get; init; }

    internal void Validate() => Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
}
