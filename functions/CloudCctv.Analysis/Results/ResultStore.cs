using CloudCctv.Analysis.Stores;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Results;

/// <summary>One record per finished batch. Thread-safe.</summary>
public sealed class ResultStore(IObjectStore store)
{
    public const string Prefix = "results/";

    public async Task<BatchResult?> FindAsync(BatchName batch, CancellationToken cancellationToken) =>
        (await store.ReadJsonAsync(NameOf(batch), ResultJson.Default.BatchResult, cancellationToken))?.Value;

    public async Task<bool> ExistsAsync(BatchName batch, CancellationToken cancellationToken) =>
        await store.GetPropertiesAsync(NameOf(batch), cancellationToken) is not null;

    /// <summary>Records how a batch ended. Two workers on one batch differ at most in their timings: the first record stays.</summary>
    public Task RecordAsync(BatchResult result, CancellationToken cancellationToken) =>
        store.PutNewJsonAsync(NameOf(result.Batch), result, ResultJson.Default.BatchResult, cancellationToken);

    /// <summary>Forgets how a batch ended, so that it is worked on again.</summary>
    internal Task<bool> DeleteAsync(BatchName batch, CancellationToken cancellationToken) => store.DeleteAsync(NameOf(batch), cancellationToken);

    private static ObjectName NameOf(BatchName batch) => new($"{Prefix}{batch}.json");
}
