namespace CloudCctv.Detection.Evaluation;

/// <summary>What a person has said is in a picture.</summary>
/// <param name="Box">Where, in pixels of the picture.</param>
/// <param name="IsIgnored">True for a region in which nothing is judged: a crowd, a mirror, somebody too far away to tell.</param>
public readonly record struct Truth(ImageBox Box, bool IsIgnored = false);
