namespace CloudCctv.Storage.Queues;

/// <summary>
/// Messages that are each worked on at least once. A received message is hidden for its visibility time-out and comes back
/// unless it is deleted. Order is roughly first in, first out. Thread-safe; faults throw as in
/// <see cref="Objects.IObjectStore"/>.
/// </summary>
public interface IWorkQueue
{
    /// <param name="body">Text, at most 48 KiB in UTF-8.</param>
    /// <param name="cancellationToken">Abandons the send.</param>
    Task SendAsync(string body, CancellationToken cancellationToken);

    /// <summary>Takes one message, or answers null at once if none is visible.</summary>
    Task<WorkItem?> ReceiveAsync(TimeSpan visibility, CancellationToken cancellationToken);

    /// <summary>Keeps a received message hidden for longer.</summary>
    /// <returns>The item with its new receipt, or null if the message is no longer ours (its time-out has passed).</returns>
    Task<WorkItem?> RenewAsync(WorkItem item, TimeSpan visibility, CancellationToken cancellationToken);

    /// <summary>Gives a received message back, visible again after <paramref name="delay"/>.</summary>
    Task ReturnAsync(WorkItem item, TimeSpan delay, CancellationToken cancellationToken);

    /// <summary>Removes a received message for good.</summary>
    /// <returns>False if the message was no longer ours.</returns>
    Task<bool> DeleteAsync(WorkItem item, CancellationToken cancellationToken);

    /// <summary>How many messages there are, hidden ones included; may lag on a cloud service.</summary>
    Task<int> CountAsync(CancellationToken cancellationToken);
}
