using System.ComponentModel.DataAnnotations;
using CloudCctv.Analysis.Sightings;

namespace CloudCctv.Analysis.Alerts.Manners;

/// <summary>When a channel tells of what, and when it keeps quiet. Several rules can hold for one alert: each must let it through.</summary>
public sealed record MannerOptions : IValidatableObject
{
    private const string Message = "{0} must be from {1} to {2}.";

    /// <summary>Name of the channel; <c>*</c> for all.</summary>
    [Required]
    public string Channel { get; init; } = "*";

    /// <summary>For these cameras only: <c>site/camera</c>, <c>site/*</c>. Empty: for all.</summary>
    public IReadOnlyList<string> Cameras { get; init; } = [];

    /// <summary>Lowest score that is told, 0 to 1. An event that reaches it later is told then.</summary>
    [Range(0.0, 1.0, ErrorMessage = Message)]
    public double MinScore { get; init; }

    /// <summary>Only what moved in one of the device's zones of these names is told. Empty: anything.</summary>
    public IReadOnlyList<string> Zones { get; init; } = [];

    /// <summary>When quiet hours begin, by the clock of <see cref="AlertOptions.TimeZone"/>: <c>22:00</c>. Ignored without <see cref="QuietTo"/>.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "23:59:59", ErrorMessage = Message)]
    public TimeSpan? QuietFrom { get; init; }

    /// <summary>When they end; on the next day if that is not later than <see cref="QuietFrom"/>.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "23:59:59", ErrorMessage = Message)]
    public TimeSpan? QuietTo { get; init; }

    /// <summary>What is not told in quiet hours is told when they end; false: never.</summary>
    public bool TellAfterQuiet { get; init; } = true;

    /// <summary>After an alert that was delivered, the same camera's next events are not told for so long. 0 to 1 day; 0 never keeps quiet.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00", ErrorMessage = Message)]
    public TimeSpan CoolDown { get; init; }

    /// <summary>Escalation: tells only if nobody has opened the event for so long. 0 to 12 hours; 0 tells at once.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "12:00:00", ErrorMessage = Message)]
    public TimeSpan UnlessOpenedWithin { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (QuietFrom is null != QuietTo is null || (QuietFrom is not null && QuietFrom == QuietTo))
        {
            yield return new ValidationResult("QuietFrom and QuietTo must both be there and differ, such as 22:00 and 06:00.");
        }

        foreach (var camera in Cameras.Where(camera => !CameraName.TryParse(camera.Replace("*", "x", StringComparison.Ordinal), out _)))
        {
            yield return new ValidationResult($"Cameras: '{camera}' is not a camera; name it site/camera, or site/* for all of a site.");
        }
    }

    internal bool IsFor(string channel, CameraName camera) =>
        (Channel == "*" || Channel == channel) && (Cameras.Count == 0 || Cameras.Contains(camera.ToString()) || Cameras.Contains($"{camera.Site}/*"));
}
