using CloudCctv.Storage.Objects;

namespace CloudCctv.Storage.Grants;

/// <summary>
/// Lends devices parts of a store. Each device puts batches into a container of its own, because a signature can be held to
/// a container or to one blob, but not to a folder. Thread-safe; faults throw as in <see cref="IObjectStore"/>.
/// </summary>
public interface IGrantIssuer
{
    /// <summary>Whether a device of this name can have a container.</summary>
    /// <returns>What is wrong with the name; null if nothing is.</returns>
    string? NameFault(string device);

    /// <summary>Makes the device's container if it is not there.</summary>
    Task PrepareAsync(string device, CancellationToken cancellationToken);

    /// <summary>All that a device needs day by day.</summary>
    Task<DeviceGrants> IssueAsync(GrantScope scope, TimeSpan lifetime, CancellationToken cancellationToken);

    /// <summary>
    /// A URL for one blob of the device's container: to read it if it is there, to read and write it if not. For what a
    /// create-only right cannot do: send in blocks, and tell an earlier upload of the same bytes from a conflict.
    /// </summary>
    Task<Uri> IssueBlobAsync(string device, ObjectName name, TimeSpan lifetime, CancellationToken cancellationToken);

    /// <summary>What the device has put there, for the cloud side.</summary>
    IObjectStore ArrivalsOf(string device);
}
