using System.Runtime.CompilerServices;

namespace CloudCctv.Analysis.Fsck;

/// <summary>Compares a whole store with what is promised of it, and puts right what can be put right without losing anything.</summary>
public sealed class StoreCheckup
{
    private readonly IReadOnlyList<IStoreCheck> checks;

    internal StoreCheckup(IEnumerable<IStoreCheck> checks) => this.checks = [.. checks];

    /// <param name="repair">Whether to repair; without, nothing is written.</param>
    /// <param name="cancellationToken">Stops between two objects.</param>
    public async IAsyncEnumerable<Finding> RunAsync(bool repair, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var check in checks)
        {
            await foreach (var finding in check.FindAsync(cancellationToken))
            {
                if (repair && finding.Repair is not null)
                {
                    await check.RepairAsync(finding, cancellationToken);
                    yield return finding with { Repaired = true };
                }
                else
                {
                    yield return finding;
                }
            }
        }
    }
}
