using System.ComponentModel.DataAnnotations;

namespace CloudCctv.Uploader.Health.Tamper;

/// <summary>When a camera counts as tampered with. One picture a second is looked at.</summary>
public sealed record TamperOptions
{
    /// <summary>Look for tampering at all.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>How long the picture must have gone dark, all of a sudden, before that is reported. Dusk is not sudden.</summary>
    [Range(2.0, 600.0)]
    public double DarkSeconds { get; init; } = 10;

    /// <summary>How long most of the view must be hidden before that is reported. Somebody close to the lens passes sooner.</summary>
    [Range(2.0, 600.0)]
    public double CoveredSeconds { get; init; } = 10;

    /// <summary>How long the picture must be blurred before that is reported.</summary>
    [Range(5.0, 3600.0)]
    public double DefocusedSeconds { get; init; } = 60;

    /// <summary>How long the camera must show another view before that is reported.</summary>
    [Range(5.0, 3600.0)]
    public double MovedSeconds { get; init; } = 30;

    /// <summary>A new view that lasts this long is taken for the right one: somebody turned the camera on purpose.</summary>
    [Range(60.0, 86_400.0)]
    public double NewViewSeconds { get; init; } = 3600;
}
