using CloudCctv.Analysis.Stores;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Tracks.Verdicts;

/// <summary>Verdicts on batches that are being worked on: <c>verdicts/BATCH.json</c>, gone with the batch. Thread-safe.</summary>
public sealed class VerdictStore(IObjectStore store)
{
    public const string Prefix = "verdicts/";

    /// <returns>Null if the batch has not been judged, or what is there cannot be read.</returns>
    public async Task<BatchVerdict?> FindAsync(BatchName batch, CancellationToken cancellationToken)
    {
        try
        {
            return (await store.ReadJsonAsync(NameOf(batch), VerdictJson.Default.BatchVerdict, cancellationToken))?.Value;
        }
        catch (InvalidDataException)
        {
            await DeleteAsync(batch, cancellationToken);
            return null;
        }
    }

    /// <summary>Writes a verdict down, unless another worker has.</summary>
    /// <returns>The one that is in force.</returns>
    public async Task<BatchVerdict> PinAsync(BatchName batch, BatchVerdict verdict, CancellationToken cancellationToken) =>
        await store.PutNewJsonAsync(NameOf(batch), verdict, VerdictJson.Default.BatchVerdict, cancellationToken) == PutOutcome.Conflict
            ? await FindAsync(batch, cancellationToken) ?? verdict
            : verdict;

    public Task<bool> DeleteAsync(BatchName batch, CancellationToken cancellationToken) => store.DeleteAsync(NameOf(batch), cancellationToken);

    private static ObjectName NameOf(BatchName batch) => new($"{Prefix}{batch}.json");
}
