using CloudCctv.Analysis.Retention.Audit;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Analysis.Retention;

/// <summary>One run: what may go of what is offered to it, and how much more it may take. Not thread-safe.</summary>
internal sealed class RetentionRound(Disposal disposal, IReadOnlySet<EventName> starred, RetentionOptions options, bool dryRun)
{
    // Deleted together, so that the audit has a file for a hundred events instead of for one.
    private const int Together = 100;

    private readonly HashSet<EventName> gone = [];

    public bool DryRun => dryRun;

    public bool IsFull => gone.Count >= options.MaxEventsPerRun;

    public int InWork { get; private set; }

    /// <summary>Deletes events, in the order given, while more is wanted and the run is not full.</summary>
    /// <param name="events">Starred ones and those in work are passed over.</param>
    /// <param name="cause">For the audit.</param>
    /// <param name="reason">For the audit.</param>
    /// <param name="wanted">Asked before each event with the bytes that this call has deleted so far.</param>
    /// <param name="cancellationToken">Stops between two lots.</param>
    /// <returns>What went, or in a dry run would have.</returns>
    public async Task<IReadOnlyList<Disposable>> DeleteAsync(
        IEnumerable<EventName> events, DeletionCause cause, Func<Disposable, string> reason, Func<long, bool> wanted, CancellationToken cancellationToken)
    {
        var (went, lot) = (new List<Disposable>(), new List<Disposable>());
        foreach (var eventName in events)
        {
            if (IsFull || !wanted(went.Sum(one => one.Bytes)))
            {
                break;
            }

            if (await MeasureIfDueAsync(eventName, cancellationToken) is { } due)
            {
                gone.Add(eventName);
                went.Add(due);
                lot.Add(due);
            }

            if (lot.Count == Together)
            {
                await FinishAsync(lot, cause, reason, cancellationToken);
            }
        }

        await FinishAsync(lot, cause, reason, cancellationToken);
        return went;
    }

    private async Task<Disposable?> MeasureIfDueAsync(EventName eventName, CancellationToken cancellationToken)
    {
        if (starred.Contains(eventName) || gone.Contains(eventName))
        {
            return null;
        }

        if (await disposal.IsInWorkAsync(eventName, cancellationToken))
        {
            InWork++;
            return null;
        }

        return await disposal.MeasureAsync(eventName, cancellationToken);
    }

    private async Task FinishAsync(List<Disposable> lot, DeletionCause cause, Func<Disposable, string> reason, CancellationToken cancellationToken)
    {
        if (!dryRun)
        {
            await disposal.DeleteAsync(lot, cause, reason, cancellationToken);
        }

        lot.Clear();
    }
}
