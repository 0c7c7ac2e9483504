using System.ComponentModel.DataAnnotations;

namespace CloudCctv.Analysis.Batches;

/// <summary>What makes a frame a sighting.</summary>
public sealed record SightingOptions
{
    /// <summary>Labels of the model that count; others are ignored. Empty (the default) means <c>person</c>.</summary>
    // Not a default of its own: configuration adds to a list that is there, and could never take "person" out again.
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Lowest score that counts, 0 to 1; null for the model's own.</summary>
    [Range(0f, 1f, ErrorMessage = "{0} must be from {1} to {2}.")]
    public float? MinScore { get; init; }

    /// <summary>
    /// True to make everything outside the detected boxes unrecognisable in previews, which lists, alerts and phones show. The
    /// original stays as it is.
    /// </summary>
    public bool HideRestInPreviews { get; init; }

    /// <summary>True if a frame with this in it is a sighting.</summary>
    public bool Counts(string label) => Labels.Count == 0 ? label == "person" : Labels.Contains(label, StringComparer.OrdinalIgnoreCase);
}
