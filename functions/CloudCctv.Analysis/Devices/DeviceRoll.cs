namespace CloudCctv.Analysis.Devices;

/// <summary>Which devices have a container, remembered for a short while: every batch asks. Thread-safe.</summary>
internal sealed class DeviceRoll(DeviceRegistry registry, TimeProvider time)
{
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(15);

    private volatile Remembered? remembered;

    public async Task<IReadOnlyList<DeviceRecord>> ReadAsync(CancellationToken cancellationToken) =>
        remembered is { } known && time.GetElapsedTime(known.At) < Memory ? known.Devices : await ReadAnewAsync(cancellationToken);

    public async Task<IReadOnlyList<DeviceRecord>> ReadAnewAsync(CancellationToken cancellationToken)
    {
        var at = time.GetTimestamp();
        var devices = await registry.ListAsync(cancellationToken).Where(device => device.PairedAt is not null).ToListAsync(cancellationToken);
        remembered = new Remembered(devices, at);
        return devices;
    }

    private sealed record Remembered(IReadOnlyList<DeviceRecord> Devices, long At);
}
