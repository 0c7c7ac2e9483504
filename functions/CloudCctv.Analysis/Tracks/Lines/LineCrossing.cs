using CloudCctv.Contracts.Geometry;

namespace CloudCctv.Analysis.Tracks.Lines;

/// <summary>Somebody has crossed a counting line and is on the other side for certain.</summary>
/// <param name="Line">Name of the line.</param>
/// <param name="Direction">Which way.</param>
/// <param name="Label">What the model takes it for: <c>person</c>.</param>
/// <param name="Box">Where it is, in 0..1 of the frame.</param>
public sealed record LineCrossing(string Line, CrossingDirection Direction, string Label, Box Box);
