namespace CloudCctv.Analysis.Health;

/// <summary>How one device is.</summary>
/// <param name="Report">What it said last.</param>
/// <param name="Alarms">What is and was wrong.</param>
public sealed record DeviceHealth(DeviceReport Report, DeviceAlarms Alarms)
{
    /// <summary>Whether nothing is heard of it; what it said of its cameras is old then.</summary>
    public bool IsSilent => Alarms.Open.Any(alarm => alarm.Cause == AlarmCause.HeartbeatLate);
}

/// <summary>How all devices are, for pages and metrics. Thread-safe.</summary>
public sealed class HealthOverview(HeartbeatStore heartbeats, AlarmStore alarms)
{
    private const int DevicesAtOnce = 8;

    /// <summary>By site and name.</summary>
    public async Task<IReadOnlyList<DeviceHealth>> ReadAsync(CancellationToken cancellationToken)
    {
        var found = new System.Collections.Concurrent.ConcurrentBag<DeviceHealth>();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = DevicesAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(heartbeats.ListAsync(cancellationToken), parallel, async (listed, token) =>
        {
            if (await heartbeats.ReadAsync(listed, token) is { } report)
            {
                found.Add(new DeviceHealth(report, await alarms.FindAsync(listed.Site, listed.Device, token)));
            }
        });
        return [.. found.OrderBy(one => one.Report.Name, StringComparer.Ordinal)];
    }

    /// <summary>Forgets a device that is no more, with its alarms. One that still lives comes back with its next heartbeat.</summary>
    public async Task ForgetAsync(string site, string device, CancellationToken cancellationToken)
    {
        await heartbeats.DeleteAsync(site, device, cancellationToken);
        await alarms.DeleteAsync(site, device, cancellationToken);
    }
}
