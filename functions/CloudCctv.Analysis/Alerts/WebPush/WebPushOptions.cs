using System.ComponentModel.DataAnnotations;

namespace CloudCctv.Analysis.Alerts.WebPush;

/// <summary>Notifications of browsers and phones that have subscribed in the gallery. Needs no account anywhere.</summary>
public sealed record WebPushOptions
{
    public const string ChannelName = "web-push";

    public bool Enabled { get; init; } = true;

    /// <summary>Whom a push service can write to if it has trouble with us: <c>mailto:owner@example.org</c> or an https address (RFC 8292 section 2.1).</summary>
    [RegularExpression("^(mailto:[^@\\s]+@[^@\\s]+|https://\\S+)$", ErrorMessage = "{0} must be mailto:NAME@HOST or an https address.")]
    public string Subject { get; init; } = "mailto:cloudcctv@invalid.example";

    /// <summary>How long a push service keeps what a phone that is off cannot get. 1 minute to 28 days.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "28.00:00:00", ErrorMessage = "{0} must be from {1} to {2}.")]
    public TimeSpan TimeToLive { get; init; } = TimeSpan.FromDays(1);

    /// <summary>
    /// Lets subscriptions name addresses that are not public, also by http: for a push service in one's own network. Whoever may
    /// subscribe can then have this machine call anything that it reaches.
    /// </summary>
    public bool AllowPrivateAddresses { get; init; }
}
