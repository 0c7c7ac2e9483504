namespace CloudCctv.Storage.Queues;

/// <summary>
/// Messages that are each worked on at least once. A received message is hidden for its visibility time-out and comes back
/// unless it is deleted. Order is roughly first in, first out. Thread-safe; faults throw as in
/// <see cref="Objects.IObjectStore"/>.
/// </summary>
public interface IWorkQueue
{
    /// <summary>The most that can be received at once.</summary>
    const int MostAtOnce = 32;

    /// <param name="body">Text, at most 48 KiB in UTF-8.</param>
    /// <param name="delay">How long nobody receives it, 0 to 7 days.</param>
    /// <param name="cancellationToken">Abandons the send.</param>
    Task SendAsync(string body, TimeSpan delay, CancellationToken cancellationToken);

    /// <summary>Sends a message that may be received at once.</summary>
    Task SendAsync(string body, CancellationToken cancellationToken) => SendAsync(body, TimeSpan.Zero, cancellationToken);

    /// <summary>Takes messages, oldest first, or answers an empty list at once if none is visible.</summary>
    /// <param name="most">1 to <see cref="MostAtOnce"/>.</param>
    /// <param name="visibility">How long they are hidden from others.</param>
    /// <param name="cancellationToken">Abandons the call; what was taken by then comes back after its time-out.</param>
    Task<IReadOnlyList<WorkItem>> ReceiveAsync(int most, TimeSpan visibility, CancellationToken cancellationToken);

    /// <summary>Takes one message, or answers null at once if none is visible.</summary>
    async Task<WorkItem?> ReceiveAsync(TimeSpan visibility, CancellationToken cancellationToken) =>
        await ReceiveAsync(1, visibility, cancellationToken) is [var item] ? item : null;

    /// <summary>Keeps a received message hidden for longer.</summary>
    /// <returns>The item with its new receipt, or null if the message is no longer ours (its time-out has passed).</returns>
    Task<WorkItem?> RenewAsync(WorkItem item, TimeSpan visibility, CancellationToken cancellationToken);

    /// <summary>Gives a received message back, visible again after <paramref name="delay"/>. This delivery counts.</summary>
    Task ReturnAsync(WorkItem item, TimeSpan delay, CancellationToken cancellationToken);

    /// <summary>
    /// Puts a received message off through no fault of its own: it comes again after <paramref name="delay"/> as if it had been
    /// sent then, with another id and a <see cref="WorkItem.DequeueCount"/> of 1. A process that dies in this call may leave
    /// two messages, never none.
    /// </summary>
    Task PostponeAsync(WorkItem item, TimeSpan delay, CancellationToken cancellationToken);

    /// <summary>Removes a received message for good.</summary>
    /// <returns>False if the message was no longer ours.</returns>
    Task<bool> DeleteAsync(WorkItem item, CancellationToken cancellationToken);

    /// <summary>How many messages there are, hidden ones included; may lag on a cloud service.</summary>
    Task<int> CountAsync(CancellationToken cancellationToken);

    /// <summary>
    /// When the message was sent that would be received next: what was sent before has been received at least once. Null if
    /// no message is visible.
    /// </summary>
    Task<DateTimeOffset?> FindFrontAsync(CancellationToken cancellationToken);
}
