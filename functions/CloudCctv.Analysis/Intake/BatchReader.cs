using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Intake;

/// <summary>Takes batches out of the store. What is in them is hostile until proven otherwise. Thread-safe.</summary>
public sealed class BatchReader(IObjectStore store, ZipSpool spool, IntakeOptions options, TimeProvider time)
{
    /// <returns>Null if the zip is not there. The caller disposes it.</returns>
    /// <exception cref="BatchRejectedException">It is there and is not a batch.</exception>
    public async Task<OpenBatch?> OpenAsync(BatchName batch, CancellationToken cancellationToken)
    {
        await using var stored = await store.OpenReadAsync(ZipOf(batch), cancellationToken);
        return stored is null
            ? null
            : await OpenBatch.ReadAsync(batch, await spool.TakeBatchAsync(stored, cancellationToken), options, time.GetUtcNow(), cancellationToken);
    }

    public async Task<bool> ExistsAsync(BatchName batch, CancellationToken cancellationToken) =>
        await store.GetPropertiesAsync(ZipOf(batch), cancellationToken) is not null;

    /// <summary>The last step of every batch: the acknowledgement that it has been dealt with.</summary>
    public Task<bool> DeleteAsync(BatchName batch, CancellationToken cancellationToken) => store.DeleteAsync(ZipOf(batch), cancellationToken);

    internal static ObjectName ZipOf(BatchName batch) => new(StoreLayout.ObjectFor(batch));
}
