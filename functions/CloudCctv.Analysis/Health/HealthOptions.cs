using System.ComponentModel.DataAnnotations;

namespace CloudCctv.Analysis.Health;

/// <summary>When a device or camera is said to be unwell.</summary>
public sealed record HealthOptions
{
    /// <summary>Watch heartbeats at all. Pages and metrics show them in any case.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Time between two looks, 10 seconds to 1 hour. Only for hosts without triggers of their own.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "01:00:00", ErrorMessage = "{0} must be from {1} to {2}.")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// A device without a heartbeat for this long is silent. At least three times the devices' <c>health.heartbeatSeconds</c>;
    /// 1 minute to 7 days.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00", ErrorMessage = "{0} must be from {1} to {2}.")]
    public TimeSpan LateAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A camera without pictures for this long is down. 0 to 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00", ErrorMessage = "{0} must be from {1} to {2}.")]
    public TimeSpan CameraDownAfter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Events that wait for the link longer than this are a backlog; it is over when none waits for half of it. 1 minute to 30 days.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00", ErrorMessage = "{0} must be from {1} to {2}.")]
    public TimeSpan BacklogAfter { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Less than this free on a device's disk is little, in megabytes of 10⁶ bytes; it is over at a quarter more. 0 for never.</summary>
    [Range(0, 10_000_000, ErrorMessage = "{0} must be from {1} to {2} megabytes.")]
    public int DiskLowMegabytes { get; init; } = 500;

    /// <summary>A device that lives on a battery with less than this left is about to go, in percent; it is over when it is fed, or at a quarter more. 0 for never.</summary>
    [Range(0, 100, ErrorMessage = "{0} must be from {1} to {2} percent.")]
    public int BatteryLowPercent { get; init; } = 20;

    /// <summary>A device's clock that differs by more than this from the store's is wrong; half of it is right again. 30 seconds to 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:30", "1.00:00:00", ErrorMessage = "{0} must be from {1} to {2}.")]
    public TimeSpan ClockOffBy { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Batches given up, and a low voltage, that have not happened again for this long are over. 1 minute to 7 days.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00", ErrorMessage = "{0} must be from {1} to {2}.")]
    public TimeSpan QuietAfter { get; init; } = TimeSpan.FromHours(1);

    /// <summary>All must be well for this long before an alarm is over. 0 to 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00", ErrorMessage = "{0} must be from {1} to {2}.")]
    public TimeSpan CloseAfter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>After an alarm is over, the same is not opened again for this long. 0 to 7 days.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00", ErrorMessage = "{0} must be from {1} to {2}.")]
    public TimeSpan CoolDown { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>An alarm that is still open then is told once more, and never again. 0 for never, at most 30 days.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00", ErrorMessage = "{0} must be from {1} to {2}.")]
    public TimeSpan RemindAfter { get; init; } = TimeSpan.FromDays(1);
}
