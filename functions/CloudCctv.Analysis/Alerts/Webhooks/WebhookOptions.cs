using System.ComponentModel.DataAnnotations;
using CloudCctv.Analysis.Alerts.Http;

namespace CloudCctv.Analysis.Alerts.Webhooks;

/// <summary>A web server of yours that wants to know.</summary>
public sealed record WebhookOptions
{
    /// <summary>Unique among all channels; what was sent is remembered under it.</summary>
    [Required]
    [StringLength(40, MinimumLength = 1)]
    public string Name { get; init; } = "webhook";

    /// <summary>Where to POST: http or https. May hold a secret, so it is never logged.</summary>
    [Required]
    [WebAddress]
    public Uri? Url { get; init; }

    /// <summary>Shared secret of the signature, at least 16 characters. Give it through the environment, not a file.</summary>
    [Required]
    [MinLength(16)]
    public string Secret { get; init; } = "";

    /// <summary>Sends the preview along, as a second part of <c>multipart/form-data</c>.</summary>
    public bool SendPicture { get; init; }

    /// <summary>Calls again, with the same key and a higher <c>revision</c>, when more becomes known. Off: one call per event.</summary>
    public bool SendUpdates { get; init; }

    /// <summary>Calls once for a backlog (<c>kind</c> is <c>digest</c>) instead of once per late event: for receivers that show it to people.</summary>
    public bool Digest { get; init; }

    // A record prints its properties; this one has secrets.
    public override string ToString() => $"Webhook '{Name}'";
}
