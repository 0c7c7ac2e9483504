using CloudCctv.Analysis.Batches;
using CloudCctv.Analysis.Claims;
using CloudCctv.Analysis.Intake;
using CloudCctv.Analysis.Results;
using CloudCctv.Contracts.Faults;
using CloudCctv.Contracts.Names;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Clips;

/// <summary>Puts clips beside the pictures of their events. No model looks at them, and no alert comes of them. Thread-safe.</summary>
public sealed class ClipProcessor(BatchReader batches, ClipJudge judge, ClipStore clips, ClipWishBook wishes, ResultStore results, TimeProvider time, ILogger<ClipProcessor> logger)
{
    /// <summary>How long a clip waits between two looks whether its event is done.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromSeconds(15);

    /// <summary>Works on one batch. Safe to repeat after a crash at any line.</summary>
    /// <param name="claim">Ours on the batch.</param>
    /// <param name="fate">What <see cref="ClipJudge"/> has decided.</param>
    /// <param name="cancellationToken">Stops between two writes, with nothing lost.</param>
    /// <returns>Null if the zip is not there.</returns>
    /// <exception cref="BatchRejectedException">It cannot be used; it is as it was.</exception>
    public async Task<BatchResult?> ProcessAsync(Claim claim, ClipFate fate, CancellationToken cancellationToken)
    {
        var findings = new BatchFindings(claim.Batch, time);
        await using var batch = await OpenAsync(claim.Batch, findings, cancellationToken);
        if (batch is null)
        {
            return null;
        }

        CrashPoint.Reach(WorkerSteps.Opened);
        await using (var film = await ReadAsync(batch, findings, cancellationToken))
        {
            await claim.KeepAsync(cancellationToken);
            findings.Clip = fate == ClipFate.Kept ? await KeepAsync(claim.Batch.Event, film, batch.Manifest.Clip!.Sha256, findings, cancellationToken) : fate;
        }

        if (fate != ClipFate.Kept)
        {
            await ClearAsync(claim.Batch.Event, cancellationToken);
        }

        // It is here, or will not be: the device need not look for it any more.
        await wishes.RemoveAsync(claim.Batch.Event, cancellationToken);
        CrashPoint.Reach(WorkerSteps.WishRemoved);
        var result = findings.ToResult(BatchEnding.Analysed);
        await results.RecordAsync(result, cancellationToken);
        CrashPoint.Reach(WorkerSteps.Recorded);
        Tell(claim.Batch.Event, findings.Clip.Value, batch.Manifest.Clip!.Bytes);

        // Last: deleting the zip is the acknowledgement.
        await batches.DeleteAsync(claim.Batch, cancellationToken);
        CrashPoint.Reach(WorkerSteps.ZipDeleted);
        return result;
    }

    /// <summary>The clip is in quarantine, and its device need not look for it any more. Safe to repeat.</summary>
    internal async Task SetAsideAsync(EventName eventName, CancellationToken cancellationToken)
    {
        await ClearAsync(eventName, cancellationToken);
        await wishes.RemoveAsync(eventName, cancellationToken);
    }

    private async Task<OpenBatch?> OpenAsync(BatchName batch, BatchFindings findings, CancellationToken cancellationToken)
    {
        using var lap = findings.Open.Run();
        return await batches.OpenAsync(batch, cancellationToken);
    }

    private static async Task<Stream> ReadAsync(OpenBatch batch, BatchFindings findings, CancellationToken cancellationToken)
    {
        using var lap = findings.Read.Run();
        return await batch.OpenClipAsync(cancellationToken);
    }

    private async Task<ClipFate> KeepAsync(EventName eventName, Stream film, string sha256, BatchFindings findings, CancellationToken cancellationToken)
    {
        using var lap = findings.Save.Run();
        try
        {
            await clips.SaveAsync(eventName, film, sha256, cancellationToken);
        }
        catch (ClipConflictException conflict)
        {
            throw new BatchRejectedException(BatchFault.ClipConflict, conflict.Message, conflict);
        }

        // Somebody may have deleted the pictures meanwhile, before there was a clip that would have gone with them.
        var now = await judge.NowAsync(eventName, cancellationToken);
        if (now != ClipFate.Kept)
        {
            await clips.DeleteAsync(eventName, cancellationToken);
        }

        return now;
    }

    // An attempt that died may have saved a film of what was deleted since. One that was whole when its event went into the bin is there with it.
    private async Task ClearAsync(EventName eventName, CancellationToken cancellationToken)
    {
        if (await judge.IsUnwantedAsync(eventName, cancellationToken))
        {
            await clips.DeleteAsync(eventName, cancellationToken);
        }
        else
        {
            await clips.DeleteUnfinishedAsync(eventName, cancellationToken);
        }
    }

    private void Tell(EventName eventName, ClipFate fate, long bytes)
    {
        if (fate == ClipFate.Kept)
        {
            logger.ClipKept(eventName, bytes);
        }
        else
        {
            logger.ClipNotKept(eventName, fate);
        }
    }
}
