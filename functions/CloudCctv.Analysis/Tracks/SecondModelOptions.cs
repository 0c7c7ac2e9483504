using System.ComponentModel.DataAnnotations;
using CloudCctv.Detection;
using Microsoft.Extensions.Options;

namespace CloudCctv.Analysis.Tracks;

/// <summary>Another model that must see it, too. It looks only at frames in which the first has found something that counts.</summary>
public sealed record SecondModelOptions
{
    /// <summary>Which model; without <see cref="DetectorOptions.ModelPath"/> there is none. Its lowest score is set here, too.</summary>
    [ValidateObjectMembers]
    public DetectorOptions Detector { get; init; } = new();

    /// <summary>Overlap (intersection over union) from which both mean the same, 0 to 1. Models draw their boxes differently.</summary>
    [Range(0.0, 1.0, ErrorMessage = "{0} must be from {1} to {2}.")]
    public double MinOverlap { get; init; } = 0.3;
}
