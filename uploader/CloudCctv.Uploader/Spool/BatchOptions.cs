using System.ComponentModel.DataAnnotations;

namespace CloudCctv.Uploader.Spool;

/// <summary>When a batch is closed and the next one begun. The first batch of an event is closed at once: the alert waits for it.</summary>
public sealed record BatchOptions
{
    /// <summary>Time that one batch covers at most.</summary>
    [Range(0.5, 600)]
    public double Seconds { get; init; } = 5;

    /// <summary>
    /// Time that the second and the third batch of an event cover at most, each, and half of that of the fourth: who was not to be seen yet when the motion was
    /// confirmed is in one of these. They leave when that time is over by the camera's frames, whether one of these is kept or not.
    /// Ignored where longer than <see cref="Seconds"/>.
    /// </summary>
    [Range(0.1, 600)]
    public double FirstSeconds { get; init; } = 0.5;

    /// <summary>Length at which a batch is closed.</summary>
    [Range(100_000, 32_000_000)]
    public long Bytes { get; init; } = 4_000_000;
}
