using CloudCctv.Analysis.Inbox;
using CloudCctv.Storage.Objects;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Retention.Records;

/// <summary>
/// Deletes what the cloud side remembers of events that are long over: results, alerts that were sent, marks and notes. Never what
/// anything could still act on (<see cref="RecordsInUse"/>), nor what was written not so long ago. Goes by the dates in names, oldest
/// first; what is younger is not listed. Safe to repeat after a crash at any line. Thread-safe, over processes too.
/// </summary>
public sealed class PruneRecords
{
    private readonly IObjectStore store;
    private readonly InboxLook inbox;
    private readonly RetentionOptions options;
    private readonly TimeProvider time;
    private readonly ILogger<PruneRecords> logger;
    private readonly EventRecords records;
    private readonly NoticeRecords notices;
    private readonly PruneBookmark bookmark;

    public PruneRecords(IObjectStore store, InboxLook inbox, RetentionOptions options, TimeProvider time, ILogger<PruneRecords> logger)
    {
        (this.store, this.inbox, this.options, this.time, this.logger) = (store, inbox, options, time, logger);
        (records, notices, bookmark) = (new EventRecords(store), new NoticeRecords(store), new PruneBookmark(store, time));
    }

    /// <summary>Does today's share, if nobody has, up to <see cref="RetentionOptions.MaxRecordsPerRun"/>.</summary>
    /// <param name="dryRun">True to delete nothing and only to count, whether anything is due or not.</param>
    /// <param name="cancellationToken">Stops between two deletions; another run goes on an hour later.</param>
    public async Task<PruneReport> RunAsync(bool dryRun, CancellationToken cancellationToken)
    {
        if (!await inbox.IsClearAsync(cancellationToken))
        {
            logger.RecordsWaitForInbox();
            return PruneReport.Nothing;
        }

        if ((dryRun ? "" : await bookmark.TryBeginAsync(cancellationToken)) is not { } after)
        {
            return PruneReport.Nothing;
        }

        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var firstKept = today.DayNumber > options.KeepRecordsDays ? today.AddDays(-options.KeepRecordsDays) : DateOnly.MinValue;
        var round = new RecordRound(store, await RecordsInUse.ReadAsync(store, firstKept, cancellationToken), firstKept, options.MaxRecordsPerRun, dryRun);
        var goOnAfter = await PruneAsync(round, after, cancellationToken);
        if (!dryRun)
        {
            await bookmark.EndAsync(goOnAfter, cancellationToken);
        }

        if (round.Gone > 0)
        {
            logger.RecordsPruned(round.Gone, options.KeepRecordsDays, dryRun);
        }

        return new PruneReport(round.Gone, goOnAfter is not null);
    }

    /// <returns>The camera's day after which there is more to do; null if there is none.</returns>
    private async Task<string?> PruneAsync(RecordRound round, string after, CancellationToken cancellationToken)
    {
        await notices.PruneAsync(round, cancellationToken);
        foreach (var camera in await records.CamerasAsync(cancellationToken))
        {
            if (round.IsFull)
            {
                return after;
            }

            // All its days are before the one that was done last.
            if (string.CompareOrdinal($"{camera}/~", after) < 0)
            {
                continue;
            }

            foreach (var day in await records.DaysAsync(camera, round.FirstKept, cancellationToken))
            {
                if (string.CompareOrdinal(day.Day.ToString(), after) <= 0)
                {
                    continue;
                }

                if (round.IsFull || !await records.PruneAsync(day, round, cancellationToken))
                {
                    return after;
                }

                after = day.Day.ToString();
            }
        }

        return null;
    }
}

/// <param name="Records">How many went, or in a dry run would have.</param>
/// <param name="MoreToDo">True if the run ended at its limit.</param>
public sealed record PruneReport(int Records, bool MoreToDo)
{
    public static PruneReport Nothing { get; } = new(0, MoreToDo: false);
}
