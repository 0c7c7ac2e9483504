namespace CloudCctv.Detection.Evaluation;

/// <summary>What a detection turned out to be.</summary>
public enum Verdict
{
    /// <summary>Something that is there.</summary>
    Hit,

    /// <summary>Nothing is there, or it was found already.</summary>
    FalseAlarm,

    /// <summary>Not judged: in an ignored region, or of a size that is not asked for.</summary>
    Ignored,
}

/// <param name="Found">What was found.</param>
/// <param name="Verdict">What it turned out to be.</param>
public readonly record struct JudgedDetection(DetectedObject Found, Verdict Verdict);

/// <param name="Truth">What is there.</param>
/// <param name="IsFound">True if a detection was taken for it.</param>
/// <param name="IsIgnored">True if it is not to be found: an ignored region, or of a size that is not asked for.</param>
public readonly record struct JudgedTruth(Truth Truth, bool IsFound, bool IsIgnored);

/// <summary>The result of one picture.</summary>
/// <param name="Detections">Highest score first.</param>
/// <param name="Truths">In the order in which the picture has them.</param>
public sealed record PictureMatch(IReadOnlyList<JudgedDetection> Detections, IReadOnlyList<JudgedTruth> Truths);
