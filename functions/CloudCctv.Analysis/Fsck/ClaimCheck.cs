using System.Runtime.CompilerServices;
using CloudCctv.Analysis.Claims;
using CloudCctv.Analysis.Sweep;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Analysis.Fsck;

/// <summary>Claims: each can be read and is on a batch that waits.</summary>
internal sealed class ClaimCheck(ClaimStore claims, ClaimSweep sweep, SweepOptions options, TimeProvider time) : IStoreCheck
{
    public async IAsyncEnumerable<Finding> FindAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (batch, writtenAt) in claims.ListAsync(cancellationToken))
        {
            if (!await claims.IsReadableAsync(batch, cancellationToken))
            {
                yield return new Finding(FindingKind.ClaimUnreadable, NameOf(batch), "It keeps nobody out, and its count of attempts is lost.", "delete it");
            }
            else if (time.GetUtcNow() - writtenAt >= options.OlderThan && await sweep.IsOverAsync(batch, cancellationToken))
            {
                yield return new Finding(FindingKind.ClaimLeft, NameOf(batch), "Its batch is done or gone.", "delete it");
            }
        }
    }

    public Task RepairAsync(Finding finding, CancellationToken cancellationToken) =>
        claims.DeleteAsync(BatchName.TryParse(finding.Name[ClaimStore.Prefix.Length..^".json".Length], out var batch) ? batch : throw new ArgumentException(finding.Name), cancellationToken);

    private static string NameOf(BatchName batch) => $"{ClaimStore.Prefix}{batch}.json";
}
