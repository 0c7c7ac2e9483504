using System.ComponentModel.DataAnnotations;
using CloudCctv.Contracts.Geometry;

namespace CloudCctv.Uploader.Privacy;

/// <summary>What a camera must not show: a neighbour's window, a public path.</summary>
public sealed record PrivacyOptions
{
    /// <summary>
    /// Areas that are grey in every picture before anything looks at it or keeps it: pictures, pre-roll, clips, live page. At
    /// most 32. An area grows to the 8 × 8 blocks of pixels (16 × 16 for colour) that it touches.
    /// </summary>
    [MaxLength(32, ErrorMessage = "a list of at most 32 areas")]
    public IReadOnlyList<Polygon> Masks { get; init; } = [];
}
