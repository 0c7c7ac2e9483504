using System.Text;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using CloudCctv.Storage.Queues;

namespace CloudCctv.Storage.Azure;

/// <summary>
/// An Azure Storage queue. Bodies go as Base64 of UTF-8, which a Functions queue trigger expects by default. Visibility
/// counts in whole seconds, rounded up, 7 days at most. How faults are told apart: <see cref="AzureFault"/>.
/// </summary>
/// <param name="queue">A client that leaves encoding to us: its own would throw, again and again, at one foreign message.</param>
internal sealed class StorageWorkQueue(QueueClient queue) : IWorkQueue
{
    /// <summary>The service would otherwise drop messages after seven days.</summary>
    private static readonly TimeSpan Never = TimeSpan.FromSeconds(-1);

    public Task SendAsync(string body, TimeSpan delay, CancellationToken cancellationToken) => GuardAsync("send", async () =>
    {
        SendReceipt receipt = await queue.SendMessageAsync(Convert.ToBase64String(MessageBody.Encode(body)), WholeSeconds(delay), Never, cancellationToken);

        // An answer that names no message did not come from the service, whatever its status.
        return string.IsNullOrEmpty(receipt?.MessageId)
            ? throw new StoreUnreachableException($"Could not send on queue {queue.Name}: the answer does not confirm that the service holds it.")
            : receipt;
    }, cancellationToken);

    public Task<IReadOnlyList<WorkItem>> ReceiveAsync(int most, TimeSpan visibility, CancellationToken cancellationToken) => GuardAsync<IReadOnlyList<WorkItem>>("receive", async () =>
    {
        QueueMessage[] messages = await queue.ReceiveMessagesAsync(most, AtLeastOneSecond(visibility), cancellationToken);
        return [.. messages.Select(message => new WorkItem(message.MessageId, Decode(message.MessageText), (int)message.DequeueCount, message.PopReceipt))];
    }, cancellationToken);

    public Task<WorkItem?> RenewAsync(WorkItem item, TimeSpan visibility, CancellationToken cancellationToken) =>
        UpdateAsync("renew", item, AtLeastOneSecond(visibility), cancellationToken);

    public Task ReturnAsync(WorkItem item, TimeSpan delay, CancellationToken cancellationToken) =>
        UpdateAsync("return", item, WholeSeconds(delay), cancellationToken);

    /// <summary>The service counts deliveries and forgets none: only a message that is sent anew starts at one.</summary>
    public async Task PostponeAsync(WorkItem item, TimeSpan delay, CancellationToken cancellationToken)
    {
        await SendAsync(item.Body, delay, cancellationToken);
        await DeleteAsync(item, cancellationToken);
    }

    public Task<bool> DeleteAsync(WorkItem item, CancellationToken cancellationToken) => GuardAsync("delete", async () =>
    {
        try
        {
            await queue.DeleteMessageAsync(item.Id, item.Receipt, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (IsNoLongerOurs(e))
        {
            return false;
        }
    }, cancellationToken);

    public Task<int> CountAsync(CancellationToken cancellationToken) => GuardAsync("count", async () =>
    {
        QueueProperties properties = await queue.GetPropertiesAsync(cancellationToken);
        return properties.ApproximateMessagesCount;
    }, cancellationToken);

    public Task<DateTimeOffset?> FindFrontAsync(CancellationToken cancellationToken) => GuardAsync("peek", async () =>
    {
        var front = await queue.PeekMessageAsync(cancellationToken);
        return front.Value?.InsertedOn;
    }, cancellationToken);

    private Task<WorkItem?> UpdateAsync(string action, WorkItem item, TimeSpan visibility, CancellationToken cancellationToken) =>
        GuardAsync(action, async () =>
        {
            try
            {
                // No text: the message keeps the one it has.
                UpdateReceipt receipt = await queue.UpdateMessageAsync(item.Id, item.Receipt, (string?)null, visibility, cancellationToken);
                return item with { Receipt = receipt.PopReceipt };
            }
            catch (RequestFailedException e) when (IsNoLongerOurs(e))
            {
                return null;
            }
        }, cancellationToken);

    private Task<T> GuardAsync<T>(string action, Func<Task<T>> request, CancellationToken cancellationToken) =>
        AzureFault.GuardAsync($"{action} on queue {queue.Name}", request, cancellationToken);

    private static bool IsNoLongerOurs(RequestFailedException e) =>
        e.ErrorCode == QueueErrorCode.PopReceiptMismatch || e.ErrorCode == QueueErrorCode.MessageNotFound;

    /// <summary>Text that is no Base64 was sent by another tool: handed on as it is, so that whoever reads it can judge.</summary>
    private static string Decode(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var count) ? Encoding.UTF8.GetString(bytes, 0, count) : text;
    }

    private static TimeSpan WholeSeconds(TimeSpan time) => TimeSpan.FromSeconds(Math.Ceiling(time.TotalSeconds));

    private static TimeSpan AtLeastOneSecond(TimeSpan time) => TimeSpan.FromSeconds(Math.Max(1, WholeSeconds(time).TotalSeconds));
}
