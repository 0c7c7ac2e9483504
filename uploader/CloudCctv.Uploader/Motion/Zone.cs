using System.ComponentModel.DataAnnotations;
using CloudCctv.Contracts.Geometry;

namespace CloudCctv.Uploader.Motion;

/// <summary>An area that matters, and how much.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Corners">At least three.</param>
public sealed record Zone(string Name, IReadOnlyList<Corner> Corners) : Polygon(Name, Corners)
{
    /// <summary>Divides the threshold inside the zone: 2 sees half the contrast. Used by the adaptive mode.</summary>
    [Range(0.1, 10.0)]
    public double Sensitivity { get; init; } = 1;
}
