using System.ComponentModel.DataAnnotations;

namespace CloudCctv.Uploader.Upload;

/// <summary>How batches travel.</summary>
public sealed record UploadOptions
{
    /// <summary>Longest wait between two tries while the store cannot be reached; the first is one second.</summary>
    [Range(1.0, 3600.0)]
    public double MaxRetrySeconds { get; init; } = 120;
}
