using System.ComponentModel.DataAnnotations;

namespace CloudCctv.Analysis.Tracks.Stills;

/// <summary>When something that looks like a person is taken for a poster or a statue, and for how long.</summary>
public sealed record StillOptions
{
    /// <summary>Events in which it was at the same place, without moving, before it is left out. 2 to 100.</summary>
    [Range(2, 100, ErrorMessage = "{0} must be from {1} to {2}.")]
    public int Events { get; init; } = 6;

    /// <summary>Time over which these events must spread, so that somebody who waits for an hour stays a person. 1 hour to 30 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "30.00:00:00", ErrorMessage = "{0} must be from {1} to {2}.")]
    public TimeSpan Over { get; init; } = TimeSpan.FromHours(12);

    /// <summary>Events in a row without it before it is forgotten. 1 to 1000.</summary>
    [Range(1, 1000, ErrorMessage = "{0} must be from {1} to {2}.")]
    public int ForgetAfterEvents { get; init; } = 20;

    /// <summary>Time without it before it is forgotten; both must have passed, because a poster is not seen at night. 1 hour to 60 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "60.00:00:00", ErrorMessage = "{0} must be from {1} to {2}.")]
    public TimeSpan ForgetAfter { get; init; } = TimeSpan.FromDays(2);
}
