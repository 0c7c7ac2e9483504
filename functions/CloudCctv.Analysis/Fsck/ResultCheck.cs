using System.Runtime.CompilerServices;
using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Intake;
using CloudCctv.Analysis.Results;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Fsck;

/// <summary>Results: each can be read, and what it names is there. Nothing can be repaired where the zip has gone (else see <see cref="BatchCheck"/>).</summary>
internal sealed class ResultCheck(IObjectStore store, ResultReader reader, BatchReader batches, AlertOutbox outbox) : IStoreCheck
{
    private const string Suffix = ".json";

    public async IAsyncEnumerable<Finding> FindAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var found in store.ListAsync(ResultStore.Prefix, cancellationToken))
        {
            var name = found.Name.Value;
            if (!name.EndsWith(Suffix, StringComparison.Ordinal) || !BatchName.TryParse(name[ResultStore.Prefix.Length..^Suffix.Length], out var batch))
            {
                yield return new Finding(FindingKind.Stranger, name, "It is under results/ and has no result's name.");
            }
            else if (await LookAsync(name, batch, cancellationToken) is { } finding && !await batches.ExistsAsync(batch, cancellationToken)
                // Retention may have taken it meanwhile, and then what it names.
                && await store.GetPropertiesAsync(found.Name, cancellationToken) is not null)
            {
                yield return finding;
            }
        }
    }

    public Task RepairAsync(Finding finding, CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<Finding?> LookAsync(string name, BatchName batch, CancellationToken cancellationToken)
    {
        if (await reader.TryReadAsync(batch, cancellationToken) is not { } result)
        {
            return new Finding(FindingKind.ResultUnreadable, name, "It is no result that this program writes, and the zip has gone.");
        }

        if (await reader.MissingAsync(result, cancellationToken) is [var first, ..] missing)
        {
            return new Finding(FindingKind.SightingMissing, name, $"It names {missing.Count} sightings that are not there and that nobody has deleted, first {first}; the zip has gone.");
        }

        return result is { Sightings.Count: > 0, AlertWithheld: false } && !await outbox.KnowsAsync(Alert.KeyOf(batch.Event), cancellationToken)
            ? new Finding(FindingKind.AlertMissing, name, $"It has {result.Sightings.Count} sightings, and the alert of its event is neither waiting nor sent.")
            : null;
    }
}
