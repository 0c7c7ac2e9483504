using System.ComponentModel.DataAnnotations;

namespace CloudCctv.Uploader.Health;

/// <summary>What the device tells of itself.</summary>
public sealed record HealthOptions
{
    /// <summary>Put a heartbeat into the store: <c>health/SITE/DEVICE.json</c>.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Longest time between two heartbeats; an upload in the second half of it takes one along. Ignored unless enabled.</summary>
    [Range(10.0, 86_400.0)]
    public double HeartbeatSeconds { get; init; } = 60;
}
