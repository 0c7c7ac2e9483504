using CloudCctv.Analysis.Claims;
using CloudCctv.Analysis.Intake;
using CloudCctv.Analysis.Quarantine;
using CloudCctv.Analysis.Results;
using CloudCctv.Analysis.Status;
using CloudCctv.Analysis.Tracks.Verdicts;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Batches;

/// <summary>
/// What every host calls for every message of the queue: the claim around a batch, and where it goes when it does not
/// work out. Faults end as an outcome; only the caller's cancellation is thrown. Thread-safe.
/// </summary>
public sealed class BatchHandler(
    BatchProcessor processor, BatchReader batches, ClaimStore claims, ResultStore results, QuarantineStore quarantine, VerdictStore verdicts,
    AttemptGuard guard, AnalysisOptions options, TimeProvider time, AnalysisStatus status, WakeSignals wake, ILogger<BatchHandler> logger)
{
    private static readonly TimeSpan BusyDelay = TimeSpan.FromSeconds(30);

    /// <summary>Handles one message.</summary>
    /// <param name="message">Its body.</param>
    /// <param name="dequeueCount">1 for the first delivery. For the record only: attempts are counted where a crash cannot lose them.</param>
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
            return HandleOutcome.GiveBack(exception.RetryAfter ?? options.Worker.RetryDelay, exception.Message);
        }
    }

    /// <summary>The same for a runtime that gives a message back when its handler throws, such as Azure Functions.</summary>
    /// <exception cref="BatchNotDoneException">The message is to come again.</exception>
    public async Task HandleOrThrowAsync(string message, int dequeueCount, CancellationToken cancellationToken)
    {
        var outcome = await HandleAsync(message, dequeueCount, cancellationToken);
        if (!outcome.IsDone)
        {
            throw new BatchNotDoneException(outcome.Why);
        }
    }

    /// <summary>Handles a message that the runtime has given up on: the batch goes to quarantine, unless it was finished after all.</summary>
    /// <exception cref="BatchNotDoneException">The message is to come again: the store is unreachable, or a worker is at the batch now.</exception>
    public async Task HandlePoisonAsync(string message, int dequeueCount, CancellationToken cancellationToken)
    {
        if (!CommitMessage.TryRead(message, out var batch, out var fault))
        {
            await QuarantineMessageAsync(message, BatchFault.MessageUnreadable, fault, dequeueCount, cancellationToken);
            return;
        }

        var outcome = await HandleAsync(batch, dequeueCount, isPoison: true, cancellationToken);
        if (!outcome.IsDone)
        {
            throw new BatchNotDoneException(outcome.Why);
        }
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
            return HandleOutcome.GiveBack(BusyDelay, "another worker is at it");
        }

        return await guard.RunAsync(claim, () => isPoison || claim.Attempt > options.Claims.MaxAttempts
            ? GiveUpAsync(claim, dequeueCount, cancellationToken)
            : WorkAsync(claim, dequeueCount, cancellationToken), cancellationToken);
    }

    private async Task<HandleOutcome> WorkAsync(Claim claim, int dequeueCount, CancellationToken cancellationToken)
    {
        logger.BatchReceived(claim.Batch, claim.Attempt);
        try
        {
            if (await processor.ProcessAsync(claim, dequeueCount, cancellationToken) is { } result)
            {
                status.BatchFinished();
                logger.BatchFinished(claim.Batch, result.Frames, result.Sightings.Count, result.Timings.TotalMs);
                if (result.Sightings.Count > 0)
                {
                    wake.Alerts.Set();
                }
            }
            else if (!await results.ExistsAsync(claim.Batch, cancellationToken))
            {
                logger.BatchMissing(claim.Batch);
            }
        }
        catch (BatchRejectedException rejected)
        {
            await QuarantineAsync(claim.Batch, rejected, dequeueCount, cancellationToken);
        }

        await claim.CompleteAsync(cancellationToken);
        return HandleOutcome.Done;
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
            await results.RecordAsync(findings.ToResult(BatchEnding.Quarantined), cancellationToken);
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
