using CloudCctv.Analysis.Feedback;
using CloudCctv.Analysis.Quarantine;
using CloudCctv.Analysis.Retention.Audit;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Batches;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Retention.Ranges;

/// <summary>
/// Deletes everything that shows something of a time range: sightings by the time of their frames, starred ones too, clips of
/// events of which any part is in it, and zips in quarantine by their event. What waits or is worked on is left alone and counted: erase again when that is done. Thread-safe.
/// </summary>
public sealed class RangeErasure(
    SightingRange range, SightingStore sightings, ClipErasure clips, QuarantineStore quarantine, Disposal disposal, FeedbackStore feedback, AuditLog audit, IObjectStore store)
{
    /// <summary>What would go.</summary>
    public Task<ErasureReport> FindAsync(TimeRange wanted, CancellationToken cancellationToken) => RunAsync(wanted, dryRun: true, cancellationToken);

    /// <summary>Safe to repeat after a crash at any line.</summary>
    public Task<ErasureReport> EraseAsync(TimeRange wanted, CancellationToken cancellationToken) => RunAsync(wanted, dryRun: false, cancellationToken);

    private async Task<ErasureReport> RunAsync(TimeRange wanted, bool dryRun, CancellationToken cancellationToken)
    {
        var (events, pictures, cut, inWork) = (0, 0, 0, 0);
        // Found first, then deleted: no listing is read on while what it lists goes away.
        foreach (var chosen in await range.FindAsync(wanted, cancellationToken).ToListAsync(cancellationToken))
        {
            if (await disposal.IsInWorkAsync(chosen.Event, cancellationToken))
            {
                inWork++;
                continue;
            }

            (events, pictures, cut) = (events + 1, pictures + chosen.Sightings.Count, cut + (chosen.HasClip ? 1 : 0));
            if (!dryRun)
            {
                await EraseAsync(chosen, wanted, cancellationToken);
            }
        }

        return new ErasureReport(events, pictures, await QuarantineAsync(wanted, dryRun, cancellationToken), await WaitingAsync(wanted, cancellationToken), inWork) { Clips = cut };
    }

    private async Task EraseAsync(ChosenEvent chosen, TimeRange wanted, CancellationToken cancellationToken)
    {
        if (chosen.IsWhole)
        {
            var measured = await disposal.MeasureAsync(chosen.Event, cancellationToken);
            await disposal.DeleteAsync([measured], DeletionCause.Erased, _ => wanted.ToString(), cancellationToken);
            return;
        }

        // First: the film of what stays shows what goes.
        await clips.EraseAsync(chosen.Event, wanted, cancellationToken);
        foreach (var sighting in chosen.Sightings)
        {
            await audit.RecordAsync(DeletionCause.Erased, sighting.ToString(), pictures: 1, wanted.ToString(), cancellationToken);
            await sightings.DeleteAsync(sighting, cancellationToken);
            await feedback.RemoveAsync(sighting, cancellationToken);
        }
    }

    private async Task<int> QuarantineAsync(TimeRange wanted, bool dryRun, CancellationToken cancellationToken)
    {
        var found = await quarantine.ListAsync(cancellationToken)
            .Where(item => item.Reason.Batch is { } batch && wanted.Concerns(CameraName.Of(batch.Event)) && wanted.Holds(batch.Event.Start))
            .ToListAsync(cancellationToken);
        foreach (var item in dryRun ? [] : found)
        {
            await audit.RecordAsync(DeletionCause.Erased, item.Evidence.Value, pictures: 0, wanted.ToString(), cancellationToken);
            await quarantine.DeleteAsync(item, cancellationToken);
        }

        return found.Count;
    }

    private async Task<int> WaitingAsync(TimeRange wanted, CancellationToken cancellationToken) =>
        await store.ListAsync(StoreLayout.BatchPrefix, cancellationToken)
            .CountAsync(zip => StoreLayout.BatchAt(zip.Name.Value) is { } batch && wanted.Concerns(CameraName.Of(batch.Event)) && wanted.Holds(batch.Event.Start), cancellationToken);
}

/// <param name="Events">Events with sightings in the range, or with a clip that reaches into it.</param>
/// <param name="Pictures">Their sightings in the range.</param>
/// <param name="Quarantined">Zips in quarantine.</param>
/// <param name="Waiting">Zips of the range that wait to be analysed; they stay.</param>
/// <param name="InWork">Events left alone because of such a zip.</param>
public sealed record ErasureReport(int Events, int Pictures, int Quarantined, int Waiting, int InWork)
{
    /// <summary>Clips of these events.</summary>
    public int Clips { get; init; }

    /// <summary>True if nothing of the range is left to come.</summary>
    public bool IsComplete => Waiting == 0 && InWork == 0;
}
