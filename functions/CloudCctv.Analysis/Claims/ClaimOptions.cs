using System.ComponentModel.DataAnnotations;

namespace CloudCctv.Analysis.Claims;

/// <summary>How workers stay out of each other's way.</summary>
public sealed record ClaimOptions
{
    /// <summary>
    /// How long a claim holds after its worker was last heard of: so long an alert waits if its worker dies. 5 seconds to 1 hour.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:05", "01:00:00", ErrorMessage = "{0} must be from {1} to {2}.")]
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>A batch that has failed this often goes to quarantine. 1 to 100. A store that cannot be reached does not count.</summary>
    [Range(1, 100, ErrorMessage = "{0} must be from {1} to {2}.")]
    public int MaxAttempts { get; init; } = 5;
}
