using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Claims;
using CloudCctv.Analysis.Clips;
using CloudCctv.Analysis.Intake;
using CloudCctv.Analysis.Quarantine;
using CloudCctv.Analysis.Results;
using CloudCctv.Analysis.Sightings.Index;
using CloudCctv.Analysis.Status;
using CloudCctv.Analysis.Telemetry;
using CloudCctv.Analysis.Tracks.Verdicts;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Faults;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage;
using CloudCctv.Storage.Queues;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Batches;

/// <summary>
/// What every host calls for every message of the queue: the claim around a batch, and where it goes when it does not
/// work out. How often a batch was tried is counted in its claim, where a crash cannot lose it, and not by the queue, which
/// also counts deliveries at which another worker had the batch. Thread-safe.
/// </summary>
public sealed class BatchHandler(
    BatchProcessor processor, ClipProcessor clips, ClipJudge clipJudge, BatchReader batches, ClaimStore claims, ResultStore results, QuarantineStore quarantine, VerdictStore verdicts, SightingIndex index, IWorkQueue queue, PromptAlerts alerts,
    AttemptGuard guard, AnalysisOptions options, TimeProvider time, AnalysisStatus status, ILogger<BatchHandler> logger)
{
    private static readonly TimeSpan ShortestBusyDelay = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestBusyDelay = TimeSpan.FromSeconds(30);

    /// <summary>Handles one message. Faults end as an outcome; only the caller's cancellation is thrown.</summary>
    /// <param name="message">Its body.</param>
    /// <param name="dequeueCount">1 for the first delivery. For the record only.</param>
    /// <param name="cancellationToken">Stops between two frames, with nothing lost.</param>
    public async Task<HandleOutcome> HandleAsync(string message, int dequeueCount, CancellationToken cancellationToken)
    {
        try
        {
            if (CommitMessage.TryRead(message, out var batch, out var fault))
            {
                return await HandleAsync(batch, dequeueCount, isPoison: false, cancellationToken);
            }

            await QuarantineMessageAsync(message, BatchFault.MessageUnreadable, fault, dequeueCount, cancellationToken);
            return HandleOutcome.Done;
        }
        catch (StoreUnreachableException exception)
        {
            return HandleOutcome.Postpone(exception.RetryAfter ?? options.Worker.RetryDelay, exception.Message);
        }
    }

    /// <summary>
    /// The same for a runtime that owns the message, such as Azure Functions, and can only delete it or count a failure. What is
    /// to come again is sent anew, with the delay that it needs: throwing would count, and five waits for another worker
    /// would be taken for poison. Alerts are sent meanwhile, see <see cref="PromptAlerts"/>.
    /// </summary>
    /// <returns>Key of the alert that came of it, for whatever of it is still to be sent; null if there is none.</returns>
    /// <exception cref="StoreException">The queue is away, too: the runtime gives the message back.</exception>
    public async Task<string?> HandleOrResendAsync(string message, int dequeueCount, CancellationToken cancellationToken)
    {
        var outcome = await alerts.WhileAsync(() => HandleAsync(message, dequeueCount, cancellationToken), cancellationToken);
        await ResendAsync(message, outcome, cancellationToken);
        return outcome.AlertKey;
    }

    /// <summary>
    /// Handles a message that the runtime has given up on: whoever worked on it was killed, again and again. The batch goes to
    /// quarantine, unless it was finished after all or nobody has ever got as far as to begin with it.
    /// </summary>
    /// <exception cref="StoreException">The store or the queue is away: the runtime gives the message back.</exception>
    public async Task HandlePoisonAsync(string message, int dequeueCount, CancellationToken cancellationToken)
    {
        if (!CommitMessage.TryRead(message, out var batch, out var fault))
        {
            await QuarantineMessageAsync(message, BatchFault.MessageUnreadable, fault, dequeueCount, cancellationToken);
            return;
        }

        await ResendAsync(message, await HandleAsync(batch, dequeueCount, isPoison: true, cancellationToken), cancellationToken);
    }

    private async Task<HandleOutcome> HandleAsync(BatchName batch, int dequeueCount, bool isPoison, CancellationToken cancellationToken)
    {
        if (await results.ExistsAsync(batch, cancellationToken))
        {
            logger.BatchFinishedBefore(batch);
            await CleanUpAsync(batch, cancellationToken);
            return HandleOutcome.Done;
        }

        if (await claims.TryTakeAsync(batch, cancellationToken) is not { } claim)
        {
            logger.BatchBusy(batch);
            return HandleOutcome.Postpone(await BusyDelayAsync(batch, cancellationToken), "another worker is at it");
        }

        CrashPoint.Reach(WorkerSteps.Claimed);
        return await guard.RunAsync(claim, () => IsGivenUp(claim, isPoison)
            ? GiveUpAsync(claim, dequeueCount, cancellationToken)
            : batch.IsClip ? ClipAsync(claim, dequeueCount, cancellationToken)
            : WorkAsync(claim, () => processor.ProcessAsync(claim, dequeueCount, cancellationToken), dequeueCount, cancellationToken), cancellationToken);
    }

    private async Task<HandleOutcome> ClipAsync(Claim claim, int dequeueCount, CancellationToken cancellationToken)
    {
        if (await clipJudge.DecideAsync(claim.Batch, cancellationToken) is { } fate)
        {
            return await WorkAsync(claim, () => clips.ProcessAsync(claim, fate, cancellationToken), dequeueCount, cancellationToken);
        }

        logger.ClipWaits(claim.Batch.Event);
        await claim.GiveBackAsync(cancellationToken);
        return HandleOutcome.Postpone(ClipProcessor.Wait, "the pictures of its event are still to be looked at");
    }

    private bool IsGivenUp(Claim claim, bool isPoison) => claim.Attempt > options.Claims.MaxAttempts || (isPoison && claim.Attempt > 1);

    /// <summary>Until the other worker's claim runs out: if it has died, nobody waits longer than that.</summary>
    private async Task<TimeSpan> BusyDelayAsync(BatchName batch, CancellationToken cancellationToken)
    {
        var left = await claims.HeldUntilAsync(batch, cancellationToken) - time.GetUtcNow() ?? TimeSpan.Zero;
        return left < ShortestBusyDelay ? ShortestBusyDelay : left < LongestBusyDelay ? left : LongestBusyDelay;
    }

    private async Task ResendAsync(string message, HandleOutcome outcome, CancellationToken cancellationToken)
    {
        if (!outcome.IsDone)
        {
            await queue.SendAsync(message, outcome.Delay, cancellationToken);
        }
    }

    private async Task<HandleOutcome> WorkAsync(Claim claim, Func<Task<BatchResult?>> process, int dequeueCount, CancellationToken cancellationToken)
    {
        using var trace = Traces.Batch(claim.Batch);
        logger.BatchReceived(claim.Batch, claim.Attempt);
        string? alertKey = null;
        try
        {
            if (await process() is { } result)
            {
                status.BatchFinished();
                logger.BatchFinished(claim.Batch, result.Frames, result.Sightings.Count, result.Timings.TotalMs);
                if (result is { Sightings.Count: > 0, AlertWithheld: false })
                {
                    alertKey = Alert.KeyOf(claim.Batch.Event);
                }
            }
            else if (!await results.ExistsAsync(claim.Batch, cancellationToken))
            {
                logger.BatchMissing(claim.Batch);
            }
        }
        catch (BatchRejectedException rejected)
        {
            trace.Failed(rejected.Message);
            await QuarantineAsync(claim.Batch, rejected, dequeueCount, cancellationToken);
        }

        await claim.CompleteAsync(cancellationToken);
        CrashPoint.Reach(WorkerSteps.ClaimDeleted);
        return HandleOutcome.Finished(alertKey);
    }

    private async Task<HandleOutcome> GiveUpAsync(Claim claim, int dequeueCount, CancellationToken cancellationToken)
    {
        var last = claim.LastError is { } error ? $"ended with: {error}" : "ended without a word, as when its process is killed";
        var rejected = new BatchRejectedException(BatchFault.TooManyAttempts, $"Given up after {claim.Attempt - 1} attempts; the last one {last}");
        await QuarantineAsync(claim.Batch, rejected, dequeueCount, cancellationToken);
        await claim.CompleteAsync(cancellationToken);
        return HandleOutcome.Done;
    }

    /// <summary>Copy, reason, result, and only then delete: the order that a crash at any line forgives.</summary>
    private async Task QuarantineAsync(BatchName batch, BatchRejectedException rejected, int dequeueCount, CancellationToken cancellationToken)
    {
        var findings = new BatchFindings(batch, time);
        if (await quarantine.KeepBatchAsync(batch, Reason(rejected.Fault, rejected.Message, dequeueCount), cancellationToken))
        {
            CrashPoint.Reach(WorkerSteps.Quarantined);
            if (batch.IsClip)
            {
                await clips.SetAsideAsync(batch.Event, cancellationToken);
            }

            // An attempt that died may have left pictures that no index knows yet.
            await index.RefreshAsync(batch.Event, [], cancellationToken);
            await results.RecordAsync(findings.ToResult(BatchEnding.Quarantined), cancellationToken);
            CrashPoint.Reach(WorkerSteps.Recorded);
            await verdicts.DeleteAsync(batch, cancellationToken);
            await batches.DeleteAsync(batch, cancellationToken);
            status.Quarantined();
            logger.BatchQuarantined(batch, rejected.Fault.Code(), rejected.Message);
        }
    }

    private async Task QuarantineMessageAsync(string message, BatchFault fault, string reason, int dequeueCount, CancellationToken cancellationToken)
    {
        await quarantine.KeepMessageAsync(message, Reason(fault, reason, dequeueCount), cancellationToken);
        status.Quarantined();
        logger.MessageQuarantined(reason);
    }

    private QuarantineReason Reason(BatchFault fault, string reason, int dequeueCount) =>
        new() { Code = fault, Reason = reason, Time = time.GetUtcNow(), DequeueCount = dequeueCount };

    private async Task CleanUpAsync(BatchName batch, CancellationToken cancellationToken)
    {
        await verdicts.DeleteAsync(batch, cancellationToken);
        await batches.DeleteAsync(batch, cancellationToken);
        await claims.DeleteAsync(batch, cancellationToken);
    }
}
