using System.ComponentModel.DataAnnotations;

namespace CloudCctv.Uploader.Clock;

/// <summary>What to do while the device does not know the time, as a Raspberry Pi without a battery does not after a power cut.</summary>
public sealed record ClockOptions
{
    /// <summary>
    /// Batches made while the clock is not set wait this long for it, so that they can leave with the right time. After that
    /// they leave with an estimated one, and say so. Ignored while the clock is set.
    /// </summary>
    [Range(0.0, 3600.0)]
    public double WaitSeconds { get; init; } = 120;
}
