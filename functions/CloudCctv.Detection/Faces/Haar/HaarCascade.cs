namespace CloudCctv.Detection.Faces.Haar;

/// <summary>A cascade of boosted trees over Haar-like features (Viola and Jones 2001; Lienhart and Maydt 2002).</summary>
/// <param name="Width">Of the window that it was trained on, pixels.</param>
/// <param name="Height">Of that window, pixels.</param>
/// <param name="Stages">A window must pass all of them, in this order.</param>
/// <param name="Features">What the nodes of the trees look at.</param>
internal sealed record HaarCascade(int Width, int Height, IReadOnlyList<HaarStage> Stages, IReadOnlyList<HaarFeature> Features);

/// <param name="Threshold">The trees' votes must add up to at least this.</param>
/// <param name="Trees">Most are stumps: one node, two leaves.</param>
internal sealed record HaarStage(float Threshold, IReadOnlyList<HaarTree> Trees);

/// <param name="Nodes">The first is the root.</param>
/// <param name="Leaves">Votes.</param>
internal sealed record HaarTree(HaarNode[] Nodes, float[] Leaves);

/// <summary>Where it goes on: above 0 the number of the next node, else minus the number of a leaf.</summary>
/// <param name="Below">If the feature's value is below the threshold.</param>
/// <param name="NotBelow">If not.</param>
/// <param name="Feature">Its number.</param>
/// <param name="Threshold">In standard deviations of the window times its area.</param>
internal readonly record struct HaarNode(int Below, int NotBelow, int Feature, float Threshold);

/// <summary>Two or three rectangles of the window; the value is the weighted sum of their pixels.</summary>
internal sealed record HaarFeature(IReadOnlyList<HaarRectangle> Rectangles);

internal readonly record struct HaarRectangle(int Left, int Top, int Width, int Height, float Weight);
