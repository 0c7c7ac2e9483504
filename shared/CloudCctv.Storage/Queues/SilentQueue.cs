namespace CloudCctv.Storage.Queues;

/// <summary>
/// For stores where the object itself is the message: whoever waits there lists what is new. Sending does nothing; nothing
/// can be received.
/// </summary>
internal sealed class SilentQueue : IWorkQueue
{
    public Task SendAsync(string body, TimeSpan delay, CancellationToken cancellationToken)
    {
        MessageBody.Encode(body);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<WorkItem>> ReceiveAsync(int most, TimeSpan visibility, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<WorkItem>>([]);

    public Task<WorkItem?> RenewAsync(WorkItem item, TimeSpan visibility, CancellationToken cancellationToken) => Task.FromResult<WorkItem?>(null);

    public Task ReturnAsync(WorkItem item, TimeSpan delay, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task PostponeAsync(WorkItem item, TimeSpan delay, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<bool> DeleteAsync(WorkItem item, CancellationToken cancellationToken) => Task.FromResult(false);

    public Task<int> CountAsync(CancellationToken cancellationToken) => Task.FromResult(0);

    public Task<DateTimeOffset?> FindFrontAsync(CancellationToken cancellationToken) => Task.FromResult<DateTimeOffset?>(null);
}
