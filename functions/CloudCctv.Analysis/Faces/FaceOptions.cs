using System.ComponentModel.DataAnnotations;
using CloudCctv.Detection.Faces;
using CloudCctv.Detection.Faces.Lbph;

namespace CloudCctv.Analysis.Faces;

/// <summary>Whose faces are in sightings. Off unless switched on: what it keeps is biometric data.</summary>
public sealed record FaceOptions
{
    public bool Enabled { get; init; }

    /// <summary><c>haar</c>, or the path of an .onnx file that finds faces, such as YuNet.</summary>
    [CustomValidation(typeof(FaceOptions), nameof(CheckDetector))]
    public string Detector { get; init; } = FaceReader.Haar;

    /// <summary>The cascade of <c>haar</c>, an XML file; null for the one of Debian's package opencv-data.</summary>
    public string? Cascade { get; init; }

    /// <summary><c>lbph</c>, or the path of an .onnx file whose card says family <c>embedding</c>.</summary>
    [CustomValidation(typeof(FaceOptions), nameof(CheckRecogniser))]
    public string Recogniser { get; init; } = FaceReader.Lbph;

    /// <summary>Of <c>lbph</c>: chi-square distance up to which two faces are one person's, 1 to 250. Embeddings have theirs in the card.</summary>
    [Range(1.0, 250.0, ErrorMessage = "{0} must be from {1} to {2}.")]
    public double MaxDistance { get; init; } = LbphDescriber.UsualMaxDistance;

    /// <summary>Longer side of the smallest face that is looked at, pixels of the original picture, 20 to 1000.</summary>
    [Range(20, 1000, ErrorMessage = "{0} must be from {1} to {2}.")]
    public int MinFacePixels { get; init; } = 40;

    /// <summary>Days after which what was seen of faces is removed from sightings, 1 to 3650. The pictures stay.</summary>
    [Range(1, 3650, ErrorMessage = "{0} must be from {1} to {2}.")]
    public int KeepDays { get; init; } = 30;

    /// <summary>Keeps a small picture of each enrolled face, for people to see; recognising needs none.</summary>
    public bool KeepCrops { get; init; }

    /// <summary>An event in which every face that was seen is known makes no alert. One without a face does.</summary>
    public bool AlertOnlyUnknown { get; init; }

    /// <summary>Sightings that one sweep looks at, 1 to 100,000; the next goes on from there.</summary>
    [Range(1, 100_000, ErrorMessage = "{0} must be from {1} to {2}.")]
    public int MaxPerSweep { get; init; } = 2000;

    public static ValidationResult? CheckDetector(string value, ValidationContext context) => Check(value, FaceReader.Haar, context);

    public static ValidationResult? CheckRecogniser(string value, ValidationContext context) => Check(value, FaceReader.Lbph, context);

    internal FaceReaderChoice ToChoice() => new(Detector, Cascade, Recogniser, MaxDistance, MinFacePixels);

    /// <summary>The first day (UTC) whose faces are still kept.</summary>
    public DateOnly FirstDayKept(DateTimeOffset now) => DateOnly.FromDateTime(now.UtcDateTime).AddDays(-KeepDays);

    private static ValidationResult? Check(string value, string word, ValidationContext context) =>
        value == word || value.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase)
            ? ValidationResult.Success
            : new ValidationResult($"{context.DisplayName} '{value}' must be {word} or the path of an .onnx file.");
}
