using CloudCctv.Contracts.Faults;
using CloudCctv.Contracts.Names;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Spool;

/// <summary>
/// Finishes the batches that a crash, a power cut or a full disk left without a seal; what cannot be finished is tried again
/// later. Thread-safe.
/// </summary>
public sealed class SpoolRecovery(SpoolFolder spool, string device, ILogger logger)
{
    private readonly Lock gate = new();
    private readonly HashSet<BatchName> unfinished = [];
    private int finished;
    private int empty;

    /// <summary>Batches that were finished.</summary>
    public int Finished => finished;

    /// <summary>Parts that held no whole frame and were removed.</summary>
    public int Empty => empty;

    /// <summary>At start, before anything is written: takes care of all there is.</summary>
    public void Run()
    {
        foreach (var path in spool.UnfinishedParts())
        {
            if (SpoolFiles.Of(path) is { } found)
            {
                Later(found.Batch);
            }
            else
            {
                logger.PartUnknown(Path.GetFileName(path));
            }
        }

        TryAll(reason => logger.PartUnrecoverable(reason.Batch.ToString(), reason.Reason));
    }

    /// <summary>Nobody writes to this one any more, and it has no seal yet.</summary>
    public void Later(BatchName batch)
    {
        lock (gate)
        {
            unfinished.Add(batch);
        }
    }

    /// <summary>Tries what was left for later.</summary>
    public void TryAgain() => TryAll(_ => { });

    // One bad file must not keep a camera from watching.
    private void TryAll(Action<(BatchName Batch, string Reason)> failed)
    {
        foreach (var batch in Unfinished())
        {
            try
            {
                if (Finish(batch))
                {
                    lock (gate)
                    {
                        unfinished.Remove(batch);
                    }
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                failed((batch, exception.Message));
            }
        }
    }

    private BatchName[] Unfinished()
    {
        lock (gate)
        {
            return [.. unfinished];
        }
    }

    /// <returns>False if somebody else is at it.</returns>
    private bool Finish(BatchName batch)
    {
        if (!spool.Claims.TryClaim(batch))
        {
            return false;
        }

        try
        {
            FinishClaimed(batch);
            return true;
        }
        finally
        {
            spool.Claims.Release(batch);
        }
    }

    private void FinishClaimed(BatchName batch)
    {
        if (spool.IsSealed(batch))
        {
            // It has its name; only the folder could not be synced.
            spool.Seal(batch);
            return;
        }

        if (batch.IsClip)
        {
            // No pictures are in it: the clip itself is on the disk, whole.
            File.Delete(spool.PartFileOf(batch));
            spool.Grew(batch, 0);
            logger.ClipPartRemoved(batch);
            return;
        }

        using var part = PartFile.Reopen(spool, device, batch);
        CrashPoint.Reach(SpoolSteps.PartScanned);
        if (part is null)
        {
            File.Delete(spool.PartFileOf(batch));
            spool.Grew(batch, 0);
            Interlocked.Increment(ref empty);
            logger.PartEmpty(batch);
            return;
        }

        part.Seal();
        Interlocked.Increment(ref finished);
        logger.PartRecovered(batch, part.Frames);
        CrashPoint.Reach(SpoolSteps.PartFinished);
    }
}
