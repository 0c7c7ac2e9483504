using System.ComponentModel.DataAnnotations;
using CloudCctv.Analysis.Alerts.Http;

namespace CloudCctv.Analysis.Alerts.Ntfy;

/// <summary>A topic on ntfy.sh or on an ntfy server of your own (https://docs.ntfy.sh/publish/).</summary>
public sealed record NtfyOptions
{
    /// <summary>Unique among all channels; what was sent is remembered under it.</summary>
    [Required]
    [StringLength(40, MinimumLength = 1)]
    public string Name { get; init; } = "ntfy";

    /// <summary>Server and topic: <c>https://ntfy.sh/my-topic</c>. Who knows a public topic can read it: never logged.</summary>
    [Required]
    [WebAddress]
    public Uri? TopicUrl { get; init; }

    /// <summary>Access token, for topics that need one. A secret: give it through the environment, not a file.</summary>
    public string? Token { get; init; }

    /// <summary>1 (silent) to 5 (insistent). Late alerts go out with at most 3.</summary>
    [Range(1, 5, ErrorMessage = "{0} must be from {1} to {2}.")]
    public int Priority { get; init; } = 4;

    /// <summary>
    /// Changes the notification when more becomes known, without a sound. Servers before ntfy 2.16 would show each change as another
    /// one: set it to false there.
    /// </summary>
    public bool SendUpdates { get; init; } = true;

    // A record prints its properties; this one has secrets.
    public override string ToString() => $"Ntfy '{Name}'";
}
