using CloudCctv.Storage.Queues;

namespace CloudCctv.Storage.Azure.Lent;

/// <summary>The right to send, and nothing else. Where the store itself reports what arrives, there is nothing to send.</summary>
internal sealed class LentWorkQueue(LentClients lent) : IWorkQueue
{
    public Task SendAsync(string body, TimeSpan delay, CancellationToken cancellationToken) => lent.UseAsync("send", async grants =>
    {
        if (grants.Queue is { } queue)
        {
            await new StorageWorkQueue(lent.QueueAt(queue)).SendAsync(body, delay, cancellationToken);
        }

        return true;
    }, cancellationToken);

    public Task<IReadOnlyList<WorkItem>> ReceiveAsync(int most, TimeSpan visibility, CancellationToken cancellationToken) => throw NotLent();

    public Task<WorkItem?> RenewAsync(WorkItem item, TimeSpan visibility, CancellationToken cancellationToken) => throw NotLent();

    public Task ReturnAsync(WorkItem item, TimeSpan delay, CancellationToken cancellationToken) => throw NotLent();

    public Task PostponeAsync(WorkItem item, TimeSpan delay, CancellationToken cancellationToken) => throw NotLent();

    public Task<bool> DeleteAsync(WorkItem item, CancellationToken cancellationToken) => throw NotLent();

    public Task<int> CountAsync(CancellationToken cancellationToken) => throw NotLent();

    public Task<DateTimeOffset?> FindFrontAsync(CancellationToken cancellationToken) => throw NotLent();

    private static StoreRejectedException NotLent() => new("This device may only send to the queue.");
}
