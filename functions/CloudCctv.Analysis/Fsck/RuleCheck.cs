using System.Runtime.CompilerServices;
using CloudCctv.Analysis.Tracks.Rules;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Fsck;

/// <summary>Rules that people have set for cameras: each can be read, and would be taken from a person, too.</summary>
internal sealed class RuleCheck(IObjectStore store, RuleStore rules) : IStoreCheck
{
    public async IAsyncEnumerable<Finding> FindAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var found in store.ListAsync(RuleStore.Prefix, cancellationToken))
        {
            if (RuleStore.CameraOf(found.Name) is not { } camera)
            {
                yield return new Finding(FindingKind.Stranger, found.Name.Value, "It is under rules/ and has no camera's name.");
            }
            else if (await rules.FindAsync(camera, cancellationToken) is { Fault: { } fault })
            {
                yield return new Finding(FindingKind.RulesUnreadable, found.Name.Value, $"The settings hold instead. {fault}");
            }
        }
    }

    public Task RepairAsync(Finding finding, CancellationToken cancellationToken) => Task.CompletedTask;
}
