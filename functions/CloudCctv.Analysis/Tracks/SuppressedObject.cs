using CloudCctv.Contracts.Geometry;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Analysis.Tracks;

/// <summary>A detection that did not count.</summary>
/// <param name="Frame">In which frame.</param>
/// <param name="Label">What the model took it for.</param>
/// <param name="Score">How sure it was, 0 to 1.</param>
/// <param name="Box">Where, in 0..1 of the frame.</param>
/// <param name="Reason">Why it did not count.</param>
public sealed record SuppressedObject(FrameName Frame, string Label, double Score, Box Box, SuppressionReason Reason);
