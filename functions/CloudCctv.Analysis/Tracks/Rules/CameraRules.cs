using System.ComponentModel.DataAnnotations;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Geometry;

namespace CloudCctv.Analysis.Tracks.Rules;

/// <summary>What makes a detection of one camera count. Sizes are shares of the picture, so they hold at any resolution.</summary>
public sealed record CameraRules : IValidatableObject
{
    public const string Everywhere = "*";

    // Made from the texts when they are first asked for; a copy with other texts begins anew.
    private IReadOnlyList<Polygon>? zoneAreas;
    private IReadOnlyList<Polygon>? maskAreas;
    private IReadOnlyList<CountingLine>? countingLines;
    private IReadOnlyList<CrossingRule>? crossingRules;

    /// <summary><c>site/camera</c>, <c>site/*</c> or <c>*</c>. The closest fits; rules are not added up.</summary>
    public string Camera { get; init; } = Everywhere;

    /// <summary>Lowest score that counts, 0 to 1; null for the score of all cameras. Only above that it has an effect.</summary>
    [Range(0f, 1f, ErrorMessage = "{0} must be from {1} to {2}.")]
    public float? MinScore { get; init; }

    /// <summary>Lowest height of a box, 0 to 1 of the picture's.</summary>
    [Range(0.0, 1.0, ErrorMessage = "{0} must be from {1} to {2}, a share of the picture's height.")]
    public double MinHeight { get; init; }

    /// <summary>Greatest height of a box, 0 to 1 of the picture's.</summary>
    [Range(0.0, 1.0, ErrorMessage = "{0} must be from {1} to {2}, a share of the picture's height.")]
    public double MaxHeight { get; init; } = 1;

    /// <summary>Smallest area of a box, 0 to 1 of the picture's.</summary>
    [Range(0.0, 1.0, ErrorMessage = "{0} must be from {1} to {2}, a share of the picture's area.")]
    public double MinArea { get; init; }

    /// <summary>Greatest area of a box, 0 to 1 of the picture's.</summary>
    [Range(0.0, 1.0, ErrorMessage = "{0} must be from {1} to {2}, a share of the picture's area.")]
    public double MaxArea { get; init; } = 1;

    /// <summary>Only who stands in one of these counts, empty for everywhere: corners <c>x,y</c> in 0..1 of the picture, spaces between.</summary>
    public IReadOnlyList<string> Zones { get; init => (field, zoneAreas) = (value, null); } = [];

    /// <summary>Who stands in one of these does not count; written as <see cref="Zones"/>.</summary>
    public IReadOnlyList<string> Masks { get; init => (field, maskAreas) = (value, null); } = [];

    /// <summary>
    /// Lines over which is counted who goes in and out: <c>NAME x,y x,y</c>, two points in 0..1 of the picture. In is from the
    /// left to the right, seen along an arrow from the first point to the second. Who stands outside of <see cref="Zones"/> is
    /// not followed, so a line belongs inside of them.
    /// </summary>
    public IReadOnlyList<string> Lines { get; init => (field, countingLines) = (value, null); } = [];

    /// <summary>Crossings that an alert tells of: <c>door in 22:00-06:00</c>, <c>* both</c>; the clock is that of <see cref="Alerts.AlertOptions.TimeZone"/>.</summary>
    public IReadOnlyList<string> AlertCrossings { get; init => (field, crossingRules) = (value, null); } = [];

    /// <summary>True to alert only of events in which somebody crosses as <see cref="AlertCrossings"/> say; pictures of the others are kept all the same.</summary>
    public bool AlertOnlyCrossings { get; init; }

    /// <summary>
    /// Median of the scores of a track (the same person from frame to frame) of two or more detections from which it counts,
    /// 0 to 1; 0 lets every track pass.
    /// </summary>
    [Range(0.0, 1.0, ErrorMessage = "{0} must be from {1} to {2}.")]
    public double MedianScore { get; init; } = 0.4;

    /// <summary>Score from which a single detection is enough for a track to count, 0 to 1.</summary>
    [Range(0.0, 1.0, ErrorMessage = "{0} must be from {1} to {2}.")]
    public double LoneScore { get; init; } = 0.5;

    /// <summary>True to leave out what has been at the same place in event after event; see <see cref="Stills.StillOptions"/>.</summary>
    public bool LeaveOutStills { get; init; } = true;

    /// <summary>Whole days for which sightings are kept, 1 to 36,500; null for as long as those of all cameras (<c>Retention:KeepDays</c>).</summary>
    [Range(1, 36_500, ErrorMessage = "{0} must be from {1} to {2}.")]
    public int? KeepDays { get; init; }

    /// <summary>True to ask the second model, if there is one.</summary>
    public bool SecondModel { get; init; } = true;

    internal IReadOnlyList<Polygon> ZoneAreas() => zoneAreas ??= [.. Zones.Select(AreaText.TryParse).OfType<Polygon>()];

    internal IReadOnlyList<Polygon> MaskAreas() => maskAreas ??= [.. Masks.Select(AreaText.TryParse).OfType<Polygon>()];

    internal IReadOnlyList<CountingLine> CountingLines() => countingLines ??= [.. Lines.Select(LineText.TryParse).OfType<CountingLine>()];

    internal IReadOnlyList<CrossingRule> CrossingRules() => crossingRules ??= [.. AlertCrossings.Select(CrossingRule.TryParse).OfType<CrossingRule>()];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Camera != Everywhere && !CameraName.TryParse(Camera.EndsWith("/*", StringComparison.Ordinal) ? $"{Camera[..^1]}any" : Camera, out _))
        {
            yield return new($"{nameof(Camera)} '{Camera}' must be site/camera, site/* or *.", [nameof(Camera)]);
        }

        foreach (var (member, area) in Zones.Select(zone => (nameof(Zones), zone)).Concat(Masks.Select(mask => (nameof(Masks), mask))))
        {
            if (AreaText.TryParse(area) is null)
            {
                yield return new($"{member} '{area}' must be {AreaText.Form}.", [member]);
            }
        }

        foreach (var fault in LineRules.FaultsOf(this))
        {
            yield return fault;
        }

        if (MinHeight > MaxHeight)
        {
            yield return new($"{nameof(MinHeight)} must not be above {nameof(MaxHeight)}: nothing would count.", [nameof(MinHeight)]);
        }

        if (MinArea > MaxArea)
        {
            yield return new($"{nameof(MinArea)} must not be above {nameof(MaxArea)}: nothing would count.", [nameof(MinArea)]);
        }
    }
}
