using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using CloudCctv.Analysis.Batches;
using CloudCctv.Analysis.Intake;
using CloudCctv.Analysis.Stores;
using CloudCctv.Contracts.Faults;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Quarantine;

/// <summary>
/// Where things go that cannot be processed, with the reason beside them. Copies and records; the original is deleted by
/// whoever asked, as the last step. Every method may be repeated; the first reason stays. Thread-safe.
/// </summary>
public sealed class QuarantineStore(IObjectStore store, ZipSpool spool, QuarantineNews news)
{
    public const string Prefix = "quarantine/";

    // An underscore is in no site's name.
    private const string Messages = $"{Prefix}_messages/";

    internal const string ReasonSuffix = ".reason.json";

    /// <summary>Copies the zip of a batch to <c>quarantine/BATCH</c> and records why.</summary>
    /// <returns>False if the zip was not there.</returns>
    public async Task<bool> KeepBatchAsync(BatchName batch, QuarantineReason reason, CancellationToken cancellationToken)
    {
        await using var zip = await store.OpenReadAsync(BatchReader.ZipOf(batch), cancellationToken);
        if (zip is null)
        {
            return false;
        }

        await using var copy = await spool.TakeAsync(zip, cancellationToken);
        await KeepCopyAsync(batch, copy, reason, cancellationToken);
        return true;
    }

    /// <summary>The same for a zip that is not in the store under its name.</summary>
    /// <param name="batch">Its name.</param>
    /// <param name="copy">All of it, at position 0; seekable.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    internal async Task KeepCopyAsync(BatchName batch, Stream copy, QuarantineReason reason, CancellationToken cancellationToken)
    {
        var evidence = new ObjectName($"{Prefix}{batch}");
        if (await store.PutNewAsync(evidence, copy, cancellationToken) == PutOutcome.Conflict)
        {
            // Equal names should mean equal content. A device that breaks this rule does not get to hide what it sent.
            copy.Position = 0;
            var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(copy, cancellationToken));
            copy.Position = 0;
            evidence = new ObjectName($"{evidence}~{sha256[..8]}");
            await store.PutNewAsync(evidence, copy, cancellationToken);
        }

        CrashPoint.Reach(WorkerSteps.EvidenceCopied);
        await RecordAsync(evidence, reason with { Batch = batch }, cancellationToken);
        await news.TellAsync(evidence, batch, reason, cancellationToken);
    }

    /// <summary>Keeps the text of a queue message that cannot be read, named after its hash.</summary>
    public async Task KeepMessageAsync(string text, QuarantineReason reason, CancellationToken cancellationToken)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var evidence = new ObjectName($"{Messages}{Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]}.txt");
        await store.PutNewAsync(evidence, bytes, cancellationToken);
        await RecordAsync(evidence, reason, cancellationToken);
    }

    /// <summary>What is in quarantine, in the order of names, read as the caller goes on.</summary>
    public async IAsyncEnumerable<QuarantinedItem> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var found in store.ListAsync(Prefix, cancellationToken))
        {
            if (found.Name.Value.EndsWith(ReasonSuffix, StringComparison.Ordinal)
                && await ReadReasonAsync(found, cancellationToken) is { } reason)
            {
                yield return new QuarantinedItem(new ObjectName(found.Name.Value[..^ReasonSuffix.Length]), reason);
            }
        }
    }

    /// <returns>True if a zip of a batch is here, under whichever name.</returns>
    public async Task<bool> HoldsAsync(BatchName batch, CancellationToken cancellationToken) =>
        await store.ListAsync($"{Prefix}{batch}", cancellationToken).AnyAsync(found => !found.Name.Value.EndsWith(ReasonSuffix, StringComparison.Ordinal), cancellationToken);

    /// <returns>Why something is here; null if nothing says so.</returns>
    /// <exception cref="InvalidDataException">What says so is not what this program writes.</exception>
    internal async Task<QuarantineReason?> FindReasonAsync(ObjectName evidence, CancellationToken cancellationToken) =>
        (await store.ReadJsonAsync(ReasonFor(evidence), QuarantineJson.Default.QuarantineReason, cancellationToken))?.Value;

    /// <summary>The thing itself, for a person to look at; null if it has gone. The caller disposes it.</summary>
    public Task<StoredObject?> OpenAsync(QuarantinedItem item, CancellationToken cancellationToken) => store.OpenReadAsync(item.Evidence, cancellationToken);

    /// <summary>Removes an item for good: evidence first, so that nothing is left without its reason.</summary>
    public async Task DeleteAsync(QuarantinedItem item, CancellationToken cancellationToken)
    {
        await store.DeleteAsync(item.Evidence, cancellationToken);
        await store.DeleteAsync(ReasonFor(item.Evidence), cancellationToken);
    }

    // One record that is damaged must not hide the others, nor what lies beside it.
    private async Task<QuarantineReason?> ReadReasonAsync(ObjectProperties found, CancellationToken cancellationToken)
    {
        try
        {
            var reason = (await store.ReadJsonAsync(found.Name, QuarantineJson.Default.QuarantineReason, cancellationToken))?.Value;
            return reason?.BadFrames.Contains(null!) == true ? throw new InvalidDataException("Its list of frames holds nulls.") : reason;
        }
        catch (InvalidDataException exception)
        {
            return new() { Code = BatchFault.ReasonUnreadable, Reason = ShownText.Of(exception.Message, 400), Time = found.WrittenAt, DequeueCount = 0 };
        }
    }

    private Task<PutOutcome> RecordAsync(ObjectName evidence, QuarantineReason reason, CancellationToken cancellationToken) =>
        store.PutNewJsonAsync(ReasonFor(evidence), reason, QuarantineJson.Default.QuarantineReason, cancellationToken);

    private static ObjectName ReasonFor(ObjectName evidence) => new($"{evidence}{ReasonSuffix}");
}
