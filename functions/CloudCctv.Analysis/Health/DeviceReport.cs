using CloudCctv.Contracts.Health;

namespace CloudCctv.Analysis.Health;

/// <summary>The newest that was heard of a device.</summary>
/// <param name="Site">The place.</param>
/// <param name="Device">The computer there.</param>
/// <param name="WrittenAt">When it arrived, by the store's clock, UTC.</param>
/// <param name="Heartbeat">What it said; null if that cannot be read.</param>
/// <param name="Fault">Why not; null if it can.</param>
public sealed record DeviceReport(string Site, string Device, DateTimeOffset WrittenAt, Heartbeat? Heartbeat, string? Fault)
{
    /// <summary><c>SITE/DEVICE</c></summary>
    public string Name => $"{Site}/{Device}";

    /// <summary>When a camera's last frame was taken, by the store's clock; null if there was none.</summary>
    public DateTimeOffset? LastPicture(CameraHeartbeat camera) => camera.Last is { } seconds ? WrittenAt - Seconds(seconds) : null;

    /// <summary>Since when a camera is in its state, by the store's clock.</summary>
    public DateTimeOffset StateSince(CameraHeartbeat camera) => WrittenAt - Seconds(camera.For);

    // A device may claim any number.
    internal static TimeSpan Seconds(long seconds) => TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 3_200_000_000L));
}
