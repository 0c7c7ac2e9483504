using System.ComponentModel.DataAnnotations;

namespace CloudCctv.Uploader.Capture;

/// <summary>How a source is read.</summary>
public sealed record CaptureOptions
{
    /// <summary>For recordings: as fast as the pictures can be worked on, instead of at their own speed. Ignored for cameras.</summary>
    public bool MaxSpeed { get; init; }

    /// <summary>Pictures per second of a folder of JPEGs, which has no speed of its own. Ignored for all else.</summary>
    [Range(0.1, 120.0)]
    public double FolderFramesPerSecond { get; init; } = 10;

    /// <summary>A camera that sends nothing for this long is started again.</summary>
    [Range(1.0, 600.0)]
    public double StallSeconds { get; init; } = 15;

    /// <summary>Longest wait between two starts of a camera that is gone; the first wait is one second.</summary>
    [Range(1.0, 3600.0)]
    public double MaxRetrySeconds { get; init; } = 60;
}
