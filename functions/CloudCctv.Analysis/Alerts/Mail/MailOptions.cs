using System.ComponentModel.DataAnnotations;

namespace CloudCctv.Analysis.Alerts.Mail;

/// <summary>A mailbox, reached by a mail server that offers STARTTLS.</summary>
public sealed record MailOptions
{
    /// <summary>Unique among all channels; what was sent is remembered under it.</summary>
    [Required]
    [StringLength(40, MinimumLength = 1)]
    public string Name { get; init; } = "mail";

    /// <summary>The mail server's name, as it is in its certificate.</summary>
    [Required]
    public string Host { get; init; } = "";

    /// <summary>587 for submission. 465, TLS from the first byte on, is not spoken.</summary>
    [Range(1, 65535, ErrorMessage = "{0} must be from {1} to {2}.")]
    [DeniedValues(465, ErrorMessage = "{0} 465 wants TLS from the first byte on, which is not spoken here: use 587.")]
    public int Port { get; init; } = 587;

    /// <summary>False sends everything in the clear: for a mail server on this machine only. A user name is then refused.</summary>
    public bool StartTls { get; init; } = true;

    /// <summary>Who signs in; null sends without.</summary>
    public string? User { get; init; }

    /// <summary>A secret: give it through the environment, not a file.</summary>
    public string? Password { get; init; }

    /// <summary>The sender's address.</summary>
    [Required]
    [EmailAddress]
    public string From { get; init; } = "";

    /// <summary>The receiver's address.</summary>
    [Required]
    [EmailAddress]
    public string To { get; init; } = "";

    // A record prints its properties; this one has a secret.
    public override string ToString() => $"Mail '{Name}'";
}
