using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Claims;
using CloudCctv.Analysis.Quarantine;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Retention.Records;

/// <summary>
/// Old events of which something waits: a zip, a worker's claim, a zip in quarantine, an alert that is to be told or changed. All
/// of that is listed, because it is little wherever somebody works; of what is not old nothing is remembered.
/// </summary>
internal sealed class RecordsInUse
{
    private static readonly string[] OfBatches = [StoreLayout.BatchPrefix, ClaimStore.Prefix, QuarantineStore.Prefix];

    private static readonly string[] OfAlerts = [AlertOutbox.PendingPrefix, AlertOutbox.UpdatesPrefix];

    private readonly HashSet<EventName> events = [];
    private readonly HashSet<string> notices = [];

    private RecordsInUse()
    {
    }

    /// <param name="store">Where.</param>
    /// <param name="firstKept">The first day (UTC) that is not old.</param>
    /// <param name="cancellationToken">Stops between two listings.</param>
    public static async Task<RecordsInUse> ReadAsync(IObjectStore store, DateOnly firstKept, CancellationToken cancellationToken)
    {
        var found = new RecordsInUse();
        foreach (var prefix in OfBatches.Concat(OfAlerts))
        {
            await foreach (var one in store.ListAsync(prefix, cancellationToken))
            {
                if (RecordName.EventOf(one.Name.Value, prefix) is not { } eventName)
                {
                    found.notices.Add(one.Name.Value[prefix.Length..]);
                }
                else if (CameraDay.Of(eventName).Day < firstKept)
                {
                    found.events.Add(eventName);
                }
            }
        }

        return found;
    }

    public bool Has(EventName eventName) => events.Contains(eventName);

    /// <param name="notice">Name of a notice, without the folder that says how far it is.</param>
    public bool Has(string notice) => notices.Contains(notice);
}
