using System.ComponentModel.DataAnnotations;
using CloudCctv.Analysis.Alerts.Http;

namespace CloudCctv.Analysis.Alerts.Pushover;

/// <summary>A user or group of Pushover (https://pushover.net/api).</summary>
public sealed record PushoverOptions
{
    private const string KeyRule = "^[A-Za-z0-9]{30}$";

    /// <summary>Unique among all channels; what was sent is remembered under it.</summary>
    [Required]
    [StringLength(40, MinimumLength = 1)]
    public string Name { get; init; } = "pushover";

    /// <summary>The application's token. A secret: give it through the environment, not a file.</summary>
    [Required]
    [RegularExpression(KeyRule, ErrorMessage = "{0} must be the 30 letters and digits that Pushover shows for the application.")]
    public string Token { get; init; } = "";

    /// <summary>Key of the user or group. A secret, too.</summary>
    [Required]
    [RegularExpression(KeyRule, ErrorMessage = "{0} must be the 30 letters and digits that Pushover shows for the user or group.")]
    public string UserKey { get; init; } = "";

    /// <summary>−2 (silent) to 2 (repeats until somebody confirms it). Late alerts go out with at most 0.</summary>
    [Range(-2, 2, ErrorMessage = "{0} must be from {1} to {2}.")]
    public int Priority { get; init; } = 1;

    /// <summary>With priority 2: how often it repeats. 30 seconds to 3 hours.</summary>
    [Range(typeof(TimeSpan), "00:00:30", "03:00:00", ErrorMessage = "{0} must be from {1} to {2}.")]
    public TimeSpan RepeatEvery { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>With priority 2: for how long it repeats. 1 minute to 3 hours.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "03:00:00", ErrorMessage = "{0} must be from {1} to {2}.")]
    public TimeSpan RepeatFor { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>For tests, and proxies.</summary>
    [Required]
    [WebAddress]
    public Uri ApiUrl { get; init; } = new("https://api.pushover.net");

    // A record prints its properties; this one has secrets.
    public override string ToString() => $"Pushover '{Name}'";
}
