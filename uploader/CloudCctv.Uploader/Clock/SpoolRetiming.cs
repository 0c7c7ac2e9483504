using CloudCctv.Contracts.Names;
using CloudCctv.Uploader.Spool;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Clock;

/// <summary>
/// Gives batches that wait in the spool another time: name, names of frames, records and manifest. The steps, each of which
/// may be the last before a power cut: <c>OLD.zip</c> → <c>OLD.zip.retiming</c>; write <c>NEW.zip.part</c>; seal it; remove
/// <c>OLD.zip.retiming</c>.
/// </summary>
public sealed class SpoolRetiming(SpoolFolder spool, ILogger logger)
{
    /// <summary>At start, before unfinished parts are looked at: a half-written copy must not pass for what a crash left of a batch.</summary>
    public void Recover()
    {
        foreach (var old in spool.Retiming())
        {
            try
            {
                Recover(old);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // A read-only disk: it stays as it is for the next start, and the cameras are watched.
                logger.RetimingFailed(old, exception.Message);
            }
        }
    }

    /// <returns>What it is called now; null if the batch is being sent, or gone.</returns>
    /// <exception cref="IOException">The disk is full or gone; the batch waits under its old name.</exception>
    public BatchName? Retime(BatchName batch, TimeSpan shift)
    {
        var target = new BatchName(new EventName(batch.Event.Site, batch.Event.Camera, batch.Event.Start + shift, batch.Event.Id), batch.Part);
        if (!spool.Claims.TryClaim(batch))
        {
            return null;
        }

        spool.Claims.TryClaim(target);
        try
        {
            if (!spool.TryBeginRetiming(batch))
            {
                return null;
            }

            Copy(batch, target, shift);
            spool.EndRetiming(batch);
            logger.BatchRetimed(batch, target);
            return target;
        }
        finally
        {
            spool.Claims.Release(target);
            spool.Claims.Release(batch);
            spool.Wake();
        }
    }

    private void Recover(BatchName old)
    {
        if (spool.Waiting().Any(batch => IsCopy(batch, old)))
        {
            spool.EndRetiming(old);
            return;
        }

        foreach (var half in spool.UnfinishedParts().Select(SpoolFiles.Of).OfType<(BatchName Batch, SpoolState)>().Where(part => IsCopy(part.Batch, old)))
        {
            File.Delete(spool.PartFileOf(half.Batch));
            spool.Grew(half.Batch, 0);
        }

        spool.CancelRetiming(old);
    }

    private void Copy(BatchName batch, BatchName target, TimeSpan shift)
    {
        try
        {
            RetimedBatch.Write(spool.RetimingFileOf(batch), spool.PartFileOf(target), target, shift);
            spool.Seal(target);
        }
        catch
        {
            File.Delete(spool.PartFileOf(target));
            spool.CancelRetiming(batch);
            throw;
        }
    }

    // The id of an event is random: the same one at another time is the same event.
    private static bool IsCopy(BatchName batch, BatchName old) =>
        batch != old && batch.Part == old.Part
        && (batch.Event.Site, batch.Event.Camera, batch.Event.Id) == (old.Event.Site, old.Event.Camera, old.Event.Id);
}
