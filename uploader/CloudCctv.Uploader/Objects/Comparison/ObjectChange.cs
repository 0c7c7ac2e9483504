using CloudCctv.Contracts.Geometry;

namespace CloudCctv.Uploader.Objects.Comparison;

public enum ChangeKind
{
    /// <summary>Its outline was there before and is not any more.</summary>
    Removed,

    /// <summary>Its outline is there now and was not before.</summary>
    Left,
}

/// <summary>A thing that is gone, or that is there and was not.</summary>
/// <param name="Kind">Which of the two.</param>
/// <param name="Box">Around it, in 0..1 of the frame.</param>
/// <param name="Difference">1 less the mean structural similarity of what has changed, 0 to 1.</param>
/// <param name="Zones">Names of the zones that it touches.</param>
public sealed record ObjectChange(ChangeKind Kind, Box Box, double Difference, IReadOnlyList<string> Zones);
