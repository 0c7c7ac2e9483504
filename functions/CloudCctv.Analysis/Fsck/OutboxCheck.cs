using System.Runtime.CompilerServices;
using CloudCctv.Analysis.Alerts;

namespace CloudCctv.Analysis.Fsck;

/// <summary>Alerts that wait: each can be read, was not sent before, and is still being tried.</summary>
internal sealed class OutboxCheck(AlertOutbox outbox, AlertOptions options, TimeProvider time) : IStoreCheck
{
    private static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    public async IAsyncEnumerable<Finding> FindAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var key in outbox.PendingAsync(cancellationToken))
        {
            if (await LookAsync(key, cancellationToken) is { } finding)
            {
                yield return finding;
            }
        }
    }

    public Task RepairAsync(Finding finding, CancellationToken cancellationToken) =>
        outbox.ForgetAsync(finding.Name[AlertOutbox.PendingPrefix.Length..^".json".Length], cancellationToken);

    private async Task<Finding?> LookAsync(string key, CancellationToken cancellationToken)
    {
        var name = $"{AlertOutbox.PendingPrefix}{key}.json";
        try
        {
            if (await outbox.IsSentAsync(key, cancellationToken))
            {
                return new Finding(FindingKind.AlertLeft, name, "It was sent, and still waits.", "delete it");
            }

            return await outbox.ReadAsync(key, cancellationToken) is { } entry && time.GetUtcNow() - entry.Value.WrittenAt > options.ExpireAfter + Grace
                ? new Finding(FindingKind.AlertOverdue, name, $"It waits since {entry.Value.WrittenAt:u}; a server tries for {options.ExpireAfter}, so none looks at this outbox.")
                : null;
        }
        catch (InvalidDataException exception)
        {
            return new Finding(FindingKind.AlertUnreadable, name, exception.Message);
        }
    }
}
