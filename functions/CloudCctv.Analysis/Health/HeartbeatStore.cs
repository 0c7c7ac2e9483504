using System.Runtime.CompilerServices;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Health;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Health;

/// <summary>Reads what devices say of themselves. What they wrote may be anything. Thread-safe.</summary>
public sealed class HeartbeatStore(IObjectStore store)
{
    private const string Suffix = ".json";

    // Later versions may be longer than ours.
    private const int MostBytes = 8 * Heartbeat.MaxBytes;

    /// <summary>The devices that have ever been heard of, by site and name, and when last; the heartbeats are not read yet.</summary>
    public async IAsyncEnumerable<DeviceReport> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var found in store.ListAsync(StoreLayout.HealthPrefix, cancellationToken))
        {
            var name = found.Name.Value;
            if (name.EndsWith(Suffix, StringComparison.Ordinal)
                && name[StoreLayout.HealthPrefix.Length..^Suffix.Length].Split('/') is [var site, var device]
                && Slug.IsValid(site) && Slug.IsValid(device))
            {
                yield return new DeviceReport(site, device, found.WrittenAt, Heartbeat: null, Fault: null);
            }
        }
    }

    /// <returns>The report with its heartbeat, or why that cannot be read; null if it has gone.</returns>
    public async Task<DeviceReport?> ReadAsync(DeviceReport listed, CancellationToken cancellationToken)
    {
        await using var found = await store.OpenReadAsync(NameOf(listed.Site, listed.Device), cancellationToken);
        if (found is null)
        {
            return null;
        }

        var report = listed with { WrittenAt = found.Properties.WrittenAt };
        if (found.Properties.Bytes > MostBytes)
        {
            return report with { Fault = $"Heartbeat has {found.Properties.Bytes} bytes; at most {MostBytes} are read." };
        }

        using var bytes = new MemoryStream();
        await found.Content.CopyToAsync(bytes, cancellationToken);
        return !HeartbeatSerializer.TryRead(bytes.GetBuffer().AsSpan(0, (int)bytes.Length), out var heartbeat, out var fault)
            ? report with { Fault = fault }
            : (heartbeat.Site, heartbeat.Device) != (listed.Site, listed.Device)
                ? report with { Fault = $"Heartbeat says that it is of {heartbeat.Site}/{heartbeat.Device}." }
                : report with { Heartbeat = heartbeat };
    }

    internal Task<bool> DeleteAsync(string site, string device, CancellationToken cancellationToken) => store.DeleteAsync(NameOf(site, device), cancellationToken);

    private static ObjectName NameOf(string site, string device) => new(StoreLayout.HealthOf(site, device));
}
