using CloudCctv.Contracts.Geometry;

namespace CloudCctv.Contracts.Batches;

/// <summary>A thing that was taken from a scene, or left in it, while something moved there.</summary>
/// <param name="Kind"><see cref="Removed"/> or <see cref="Left"/>.</param>
/// <param name="Box">Around it, in 0..1 of the frame; it has an area.</param>
/// <param name="Difference">1 less the structural similarity of the place before and after, 0 to 1.</param>
public sealed record SceneChange(string Kind, Box Box, double Difference)
{
    public const string Removed = "removed";

    public const string Left = "left";

    public static bool IsKind(string? word) => word is Removed or Left;
}
