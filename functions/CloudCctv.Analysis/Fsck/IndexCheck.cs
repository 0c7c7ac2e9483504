using System.Runtime.CompilerServices;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Sightings.Index;
using CloudCctv.Analysis.Sweep;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Fsck;

/// <summary>The index: reaches back to the beginning, and each hour says what the sidecars of its events say. Reads every sidecar.</summary>
internal sealed class IndexCheck(
    IObjectStore store, SightingCalendar calendar, IndexReach reach, IndexShelf shelf, IndexSource source, SightingIndex index, IndexBuilder builder, SweepOptions options, TimeProvider time) : IStoreCheck
{
    public async IAsyncEnumerable<Finding> FindAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var from = await reach.ReadAsync(cancellationToken);
        var days = new SortedSet<DateOnly>(await calendar.DaysAsync(camera: null, cancellationToken).ToListAsync(cancellationToken));
        if (from > DateOnly.MinValue && days.Count(day => day < from) is > 0 and var missing)
        {
            yield return new Finding(FindingKind.IndexShort, IndexReach.Object.Value, $"{missing} days with sightings are not in the index; pages are slower for it.", "write them");
        }

        await foreach (var found in store.ListAsync(IndexHour.Prefix, cancellationToken))
        {
            if (IndexHour.From(found.Name.Value) is { } hour)
            {
                days.Add(hour.Day);
            }
            else if (found.Name != IndexReach.Object)
            {
                yield return new Finding(FindingKind.Stranger, found.Name.Value, "It is under index/ and has no hour's name.");
            }
        }

        foreach (var hour in days.Where(day => day >= from).SelectMany(IndexHour.AllOf))
        {
            if (await LookAsync(hour, cancellationToken) is { } finding)
            {
                yield return finding;
            }
        }
    }

    public Task RepairAsync(Finding finding, CancellationToken cancellationToken) => IndexHour.From(finding.Name) is { } hour
        ? index.RebuildAsync(hour, cancellationToken)
        : builder.BuildAsync(cancellationToken);

    private static string Difference(HourFile truth, StoredHour? stored)
    {
        if (stored is { File: null })
        {
            return "It is no hour of the index that this program writes.";
        }

        var (there, listed) = (truth.Events.Select(one => one.Event).ToHashSet(), stored?.File?.Events.Select(one => one.Event).ToHashSet() ?? []);
        return there.SetEquals(listed)
            ? "It tells something else of its events than their sidecars."
            : $"It lacks {there.Except(listed).Count()} events that are there, and has {listed.Except(there).Count()} that are not.";
    }

    private async Task<Finding?> LookAsync(IndexHour hour, CancellationToken cancellationToken)
    {
        var truth = await source.HourAsync(hour, cancellationToken);
        var stored = await shelf.FindAsync(hour, cancellationToken);
        var right = truth.File.Events.Count == 0 ? stored is null : stored?.Bytes.AsSpan().SequenceEqual(truth.File.ToBytes()) == true;
        // Sidecars are written and deleted before the index: what is young may be on its way.
        return right || IsYoung(truth.ChangedAt) || (stored is not null && IsYoung(stored.Properties.WrittenAt))
            ? null
            : new Finding(FindingKind.IndexWrong, hour.Object.Value, Difference(truth.File, stored), "write it again");
    }

    private bool IsYoung(DateTimeOffset writtenAt) => time.GetUtcNow() - writtenAt < options.OlderThan;
}
