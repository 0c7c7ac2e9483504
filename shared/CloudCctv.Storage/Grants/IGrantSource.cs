using CloudCctv.Storage.Objects;

namespace CloudCctv.Storage.Grants;

/// <summary>Where a device's credentials come from. Thread-safe; who cannot be reached, or refuses, throws <see cref="StoreUnreachableException"/>.</summary>
public interface IGrantSource
{
    /// <summary>Where they come from, for a log; holds no secret.</summary>
    string Description { get; }

    /// <summary>Whether the cloud side would look at a batch of this name, were it there.</summary>
    /// <returns>Why not; null if it would.</returns>
    string? FaultOf(ObjectName name);

    /// <summary>Those in force, renewed if their time is running out.</summary>
    Task<DeviceGrants> CurrentAsync(CancellationToken cancellationToken);

    /// <summary>See <see cref="IGrantIssuer.IssueBlobAsync"/>.</summary>
    Task<Uri> BlobAsync(ObjectName name, CancellationToken cancellationToken);

    /// <summary>The store did not take these: the next ones are fetched anew.</summary>
    void Refused(DeviceGrants grants);
}
