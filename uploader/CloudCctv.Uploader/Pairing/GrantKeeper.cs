using CloudCctv.Contracts.Batches;
using CloudCctv.Storage;
using CloudCctv.Storage.Grants;
using CloudCctv.Storage.Objects;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Pairing;

/// <summary>
/// Holds the credentials in force, in memory only, and renews them when two thirds of their time are over. That is counted,
/// not read from a clock, which may be wrong or be set. After any outage renewal is one request. Thread-safe.
/// </summary>
internal sealed class GrantKeeper(DeviceCalls calls, PairingFile pairing, TimeProvider clock, ILogger logger) : IGrantSource, IDisposable
{
    // While the server is away and the old ones still hold, it is not asked with every batch.
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim renewing = new(1);
    private volatile Held? held;
    private long lastTry;

    public string Description { get; } = $"paired with {pairing.Server} as {pairing.Device}";

    public string? FaultOf(ObjectName name) => StoreLayout.BatchAt(name.Value) is { Event: var source } && !pairing.MaySend(source.Site, source.Camera)
        ? $"this device was not paired for camera {source.Camera} of site {source.Site}"
        : null;

    public async Task<DeviceGrants> CurrentAsync(CancellationToken cancellationToken)
    {
        if (held is { } fresh && AgeOf(fresh) < fresh.Lifetime * 2 / 3)
        {
            return fresh.Grants;
        }

        await renewing.WaitAsync(cancellationToken);
        try
        {
            return await RenewAsync(cancellationToken);
        }
        finally
        {
            renewing.Release();
        }
    }

    public Task<Uri> BlobAsync(ObjectName name, CancellationToken cancellationToken) => calls.BlobAsync(name.Value, cancellationToken);

    public void Refused(DeviceGrants grants)
    {
        if (held is { } current && current.Grants == grants)
        {
            held = null;
        }
    }

    public void Dispose() => renewing.Dispose();

    private async Task<DeviceGrants> RenewAsync(CancellationToken cancellationToken)
    {
        var old = held;
        if (old is not null && (AgeOf(old) < old.Lifetime * 2 / 3 || (AgeOf(old) < old.Lifetime && clock.GetElapsedTime(lastTry) < BetweenTries)))
        {
            return old.Grants;
        }

        // From before the request: they are never younger than we think.
        var at = lastTry = clock.GetTimestamp();
        try
        {
            var grants = await calls.RenewAsync(cancellationToken);
            held = new Held(grants, TimeSpan.FromSeconds(grants.LifetimeSeconds), at);
            logger.CredentialsRenewed(grants.LifetimeSeconds / 60.0);
            return grants;
        }
        catch (StoreUnreachableException exception) when (old is not null && AgeOf(old) < old.Lifetime)
        {
            logger.CredentialsNotRenewed(exception.Message);
            return old.Grants;
        }
    }

    private TimeSpan AgeOf(Held one) => clock.GetElapsedTime(one.At);

    private sealed record Held(DeviceGrants Grants, TimeSpan Lifetime, long At);
}
