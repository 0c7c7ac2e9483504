using System.Runtime.CompilerServices;
using CloudCctv.Analysis.Quarantine;
using CloudCctv.Analysis.Sweep;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Fsck;

/// <summary>Quarantine: everything there has a reason that can be read, and every reason has what it is about.</summary>
internal sealed class QuarantineCheck(IObjectStore store, QuarantineStore quarantine, SweepOptions options, TimeProvider time) : IStoreCheck
{
    public async IAsyncEnumerable<Finding> FindAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var found in store.ListAsync(QuarantineStore.Prefix, cancellationToken))
        {
            var finding = found.Name.Value.EndsWith(QuarantineStore.ReasonSuffix, StringComparison.Ordinal)
                ? await LookAtReasonAsync(found.Name.Value, cancellationToken)
                : await LookAtEvidenceAsync(found, cancellationToken);
            if (finding is not null)
            {
                yield return finding;
            }
        }
    }

    public Task RepairAsync(Finding finding, CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<Finding?> LookAtReasonAsync(string reason, CancellationToken cancellationToken) =>
        await store.GetPropertiesAsync(new ObjectName(reason[..^QuarantineStore.ReasonSuffix.Length]), cancellationToken) is null
            ? new Finding(FindingKind.EvidenceMissing, reason, "What it is about is not there.")
            : null;

    private async Task<Finding?> LookAtEvidenceAsync(ObjectProperties evidence, CancellationToken cancellationToken)
    {
        try
        {
            // Copied before its reason is written.
            return time.GetUtcNow() - evidence.WrittenAt < options.OlderThan || await quarantine.FindReasonAsync(evidence.Name, cancellationToken) is not null
                ? null
                : new Finding(FindingKind.ReasonMissing, evidence.Name.Value, "Nothing says why it is here.");
        }
        catch (InvalidDataException exception)
        {
            return new Finding(FindingKind.ReasonMissing, evidence.Name.Value, exception.Message);
        }
    }
}
