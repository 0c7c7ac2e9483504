using System.Reflection;
using CloudCctv.Contracts.Health;
using CloudCctv.Uploader.Health.Device;
using CloudCctv.Uploader.Spool;

namespace CloudCctv.Uploader.Health;

/// <summary>Puts a heartbeat together from what is known now.</summary>
internal sealed class HeartbeatMaker(string site, string device, DeviceHealth health, DeviceVitals vitals, SpoolFolder spool, TimeProvider clock)
{
    private static readonly string Program = Assembly.GetExecutingAssembly().GetName().Version?.ToString(3) ?? "0";

    public Heartbeat Make()
    {
        var now = clock.GetUtcNow();
        var battery = vitals.Battery;
        return new Heartbeat
        {
            Version = Heartbeat.CurrentVersion,
            Program = Program,
            Site = site,
            Device = device,
            Time = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)),
            Uptime = (long)vitals.Uptime.TotalSeconds,
            FreeMb = vitals.FreeBytes / 1_000_000,
            Celsius = vitals.Celsius,
            Battery = battery?.Percent,
            Discharging = battery?.Discharging,
            Throttled = vitals.Throttled,
            ClockSet = vitals.ClockSet,
            Spool = new SpoolHeartbeat
            {
                Bytes = spool.Bytes,
                Oldest = Oldest(now),
                Evicted = health.Evicted,
            },
            LastUpload = (long?)health.SinceLastUpload?.TotalSeconds,
            Data = health.Data?.Invoke(),
            Settings = health.Settings,
            Clips = health.Clips,
            Cameras = health.Cameras,
        };
    }

    // A clock that was set back makes no event from the future. Clips wait for days, if data are to be saved, and nobody for them.
    private long? Oldest(DateTimeOffset now) =>
        spool.Waiting().FirstOrDefault(batch => !batch.IsClip) is { } oldest ? Math.Max(0, (long)(now - oldest.Event.Start).TotalSeconds) : null;
}
