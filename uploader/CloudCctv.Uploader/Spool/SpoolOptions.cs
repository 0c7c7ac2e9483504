using System.ComponentModel.DataAnnotations;

namespace CloudCctv.Uploader.Spool;

/// <summary>How much room what is not delivered yet may take.</summary>
public sealed record SpoolOptions
{
    /// <summary>All files of the spool together, megabytes of 10⁶ bytes. When it is full, what is worth least makes room.</summary>
    [Range(50.0, 10_000_000.0)]
    public double MaximumMegabytes { get; init; } = 8000;

    /// <summary>
    /// While less than this is free on the disk, megabytes of 10⁶ bytes, the spool does not grow: each new frame takes the
    /// place of something worth less.
    /// </summary>
    [Range(10.0, 1_000_000.0)]
    public double KeepFreeMegabytes { get; init; } = 200;

    /// <summary>Batches that the store refused and that are kept for a person, megabytes of 10⁶ bytes; the oldest make room.</summary>
    [Range(1.0, 1_000_000.0)]
    public double RejectedMegabytes { get; init; } = 100;

    internal long MaximumBytes => (long)(MaximumMegabytes * 1_000_000);

    internal long KeepFreeBytes => (long)(KeepFreeMegabytes * 1_000_000);

    internal long RejectedBytes => (long)(RejectedMegabytes * 1_000_000);
}
