using CloudCctv.Storage.Grants;
using CloudCctv.Storage.Link;
using CloudCctv.Storage.Objects;
using CloudCctv.Storage.Queues;

namespace CloudCctv.Storage;

/// <summary>Objects and messages of one installation.</summary>
/// <param name="Objects">Where batches, sightings and records are.</param>
/// <param name="Queue">Where commits go.</param>
/// <param name="Description">Where that is, for a log or a page; holds no secret.</param>
public sealed record Store(IObjectStore Objects, IWorkQueue Queue, string Description)
{
    /// <summary>How fast it may send, and how much it has sent.</summary>
    public LinkPace Pace { get; init; } = new(TimeProvider.System);

    /// <summary>Lends parts of it to devices; null where it cannot be lent.</summary>
    public IGrantIssuer? Grants { get; init; }

    /// <summary>
    /// Tells, until disposed, that a message may have come, so that nobody has to look all the time. Null where nobody says so;
    /// it may answer null too, where the system cannot watch any more. What comes by way of a network file system is not told.
    /// </summary>
    public Func<Action, IDisposable?>? WatchQueue { get; init; }

    /// <summary>True where the cloud side only takes things out: nothing that a device could read is ever put there.</summary>
    public bool IsInbox { get; init; }

    internal Func<CancellationToken, Task> Create { get; init; } = _ => Task.CompletedTask;

    /// <summary>
    /// Makes the folders, or the container and the queue, if they are not there and the credential may make them; SAS URLs
    /// may not. Call it once at start; folder stores also clear away here what a crash left half-written.
    /// </summary>
    /// <exception cref="StoreException">As for any other call to a store.</exception>
    public Task EnsureCreatedAsync(CancellationToken cancellationToken) => Create(cancellationToken);
}
