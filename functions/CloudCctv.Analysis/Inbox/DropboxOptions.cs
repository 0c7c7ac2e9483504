using System.ComponentModel.DataAnnotations;

namespace CloudCctv.Analysis.Inbox;

/// <summary>A Dropbox folder that devices put their batches into, and from which they are taken.</summary>
public sealed record DropboxOptions
{
    /// <summary>Where devices put batches: <c>dropbox:/FOLDER</c>, as their <c>store</c> says. Null to take nothing from Dropbox.</summary>
    [RegularExpression("^dropbox:.*$", ErrorMessage = "{0} must be dropbox:/FOLDER, as the devices' store.")]
    public string? Inbox { get; init; }

    /// <summary>The App secret of the app's page, with which Dropbox signs the calls of a webhook. Null to answer none.</summary>
    [MinLength(8, ErrorMessage = "{0} must be the App secret of the app's page at https://www.dropbox.com/developers/apps.")]
    public string? AppSecret { get; init; }

    /// <summary>How long one question for news may stay open, 30 seconds to 8 minutes. Only for hosts without triggers of their own.</summary>
    [Range(typeof(TimeSpan), "00:00:30", "00:08:00", ErrorMessage = "{0} must be from {1} to {2}.")]
    public TimeSpan Wait { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A file longer than this is no batch of ours, and stays where it is. Bytes, 1 MB to 1 GB.</summary>
    [Range(1_000_000, 1_000_000_000, ErrorMessage = "{0} must be from {1} to {2} bytes.")]
    public long MaxBytes { get; init; } = 256_000_000;
}
