using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Faults;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage;
using CloudCctv.Storage.Objects;
using CloudCctv.Storage.Queues;
using CloudCctv.Uploader.Spool;

namespace CloudCctv.Uploader.Upload;

/// <summary>Takes one batch to the store and commits it. Safe to repeat after a crash at any line. Thread-safe.</summary>
public sealed class BatchDelivery(SpoolFolder spool, IObjectStore objects, IWorkQueue queue)
{
    /// <exception cref="FileNotFoundException">The batch is no longer in the spool.</exception>
    public async Task<UploadResult> DeliverAsync(BatchName batch, CancellationToken cancellationToken)
    {
        await using var file = spool.OpenRead(batch);
        var bytes = file.Length;
        CrashPoint.Reach(UploadSteps.Begins);
        try
        {
            var put = await objects.PutNewAsync(new ObjectName(StoreLayout.ObjectFor(batch)), file, cancellationToken);
            if (put == PutOutcome.Conflict)
            {
                return new UploadResult(UploadOutcome.Rejected, "the store holds other bytes under this name", bytes);
            }

            CrashPoint.Reach(UploadSteps.Stored);
            // The commit comes after the zip, so that whoever hears of it finds it.
            await queue.SendAsync(CommitMessage.For(batch), cancellationToken);
            CrashPoint.Reach(UploadSteps.Committed);
            return new UploadResult(UploadOutcome.Delivered, "", bytes);
        }
        catch (StoreUnreachableException exception)
        {
            return new UploadResult(UploadOutcome.Unreachable, exception.Message, bytes) { RetryAfter = exception.RetryAfter };
        }
        catch (StoreRejectedException exception)
        {
            return new UploadResult(UploadOutcome.Rejected, exception.Message, bytes);
        }
    }
}
