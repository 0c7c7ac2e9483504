using System.ComponentModel.DataAnnotations;
using CloudCctv.Uploader.Upload.Schedule;

namespace CloudCctv.Uploader.Upload;

/// <summary>How batches travel.</summary>
public sealed record UploadOptions
{
    /// <summary>Longest wait between two tries while the store cannot be reached; the first is one second.</summary>
    [Range(1.0, 3600.0)]
    public double MaxRetrySeconds { get; init; } = 120;

    /// <summary>Bytes per second that go out at most, of all batches and heartbeats together; null for as many as the link takes.</summary>
    [Range(2_000, 1_000_000_000)]
    public int? MaxBytesPerSecond { get; init; }

    /// <summary>
    /// When all but the first batches of events may be sent, by the device's local time; at any time if there are none. First
    /// batches always go.
    /// </summary>
    public IReadOnlyList<UploadWindow> Windows { get; init; } = [];

    /// <summary>
    /// Every byte of this link costs: only the first batches of events go by themselves, the rest waits for a window, and
    /// without windows until this is off. With windows, the link counts as metered outside of them anyhow.
    /// </summary>
    public bool Metered { get; init; }

    /// <summary>Time between two looks for clips that people ask for. Ignored while no camera makes clips and sends them.</summary>
    [Range(10.0, 86_400.0)]
    public double ClipLookSeconds { get; init; } = 60;

    /// <summary>
    /// What one camera should send in a month, megabytes of 10⁶ bytes; null for no limit. A camera that uses it up faster than
    /// the month goes by sends less and less of each event, but of each at least two small pictures.
    /// </summary>
    [Range(1, 10_000_000)]
    public int? MonthlyMegabytesPerCamera { get; init; }

    /// <summary>Day on which the month begins that <see cref="MonthlyMegabytesPerCamera"/> counts, by the device's local time.</summary>
    [Range(1, 28)]
    public int MonthStartsOnDay { get; init; } = 1;
}
