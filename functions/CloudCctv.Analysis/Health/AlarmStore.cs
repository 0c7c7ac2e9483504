using CloudCctv.Analysis.Stores;
using CloudCctv.Storage.Objects;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Health;

/// <summary>The records of alarms, one per device. Replaced only in the version that was read, so that of several workers one decides. Thread-safe.</summary>
public sealed class AlarmStore(IObjectStore store, ILogger<AlarmStore> logger)
{
    public const string Prefix = "alarms/";

    // A device's record is one folder deeper.
    private static readonly ObjectName Mark = new($"{Prefix}watch.json");

    /// <returns>None if there is no record, or one that cannot be read: it is begun anew.</returns>
    public async Task<DeviceAlarms> FindAsync(string site, string device, CancellationToken cancellationToken) =>
        (await ReadAsync(site, device, cancellationToken))?.Value ?? DeviceAlarms.None;

    /// <summary>The same with its version; null if there is no record.</summary>
    internal async Task<Versioned<DeviceAlarms>?> ReadAsync(string site, string device, CancellationToken cancellationToken)
    {
        try
        {
            return await store.ReadJsonAsync(NameOf(site, device), AlarmJson.Default.DeviceAlarms, cancellationToken);
        }
        catch (InvalidDataException exception)
        {
            logger.RecordUnreadable(site, device, exception.Message);
            await DeleteAsync(site, device, cancellationToken);
            return null;
        }
    }

    /// <returns>False if another worker was faster.</returns>
    internal async Task<bool> TryWriteAsync(string site, string device, DeviceAlarms alarms, ETag? ifMatch, CancellationToken cancellationToken) => ifMatch is { } version
        ? await store.TryReplaceJsonAsync(NameOf(site, device), alarms, AlarmJson.Default.DeviceAlarms, version, cancellationToken)
        : await store.PutNewJsonAsync(NameOf(site, device), alarms, AlarmJson.Default.DeviceAlarms, cancellationToken) == PutOutcome.Created;

    internal Task<bool> DeleteAsync(string site, string device, CancellationToken cancellationToken) => store.DeleteAsync(NameOf(site, device), cancellationToken);

    internal async Task<WatchMark?> FindMarkAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await store.ReadJsonAsync(Mark, AlarmJson.Default.WatchMark, cancellationToken))?.Value;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    internal Task WriteMarkAsync(WatchMark mark, CancellationToken cancellationToken) =>
        store.PutJsonAsync(Mark, mark, AlarmJson.Default.WatchMark, cancellationToken);

    private static ObjectName NameOf(string site, string device) => new($"{Prefix}{site}/{device}.json");
}
