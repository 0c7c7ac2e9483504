using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Faults;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage;
using CloudCctv.Storage.Link;
using CloudCctv.Storage.Objects;
using CloudCctv.Storage.Queues;
using CloudCctv.Uploader.Spool;
using CloudCctv.Uploader.Upload.Budget;

namespace CloudCctv.Uploader.Upload;

/// <summary>Takes one batch to the store and commits it. Safe to repeat after a crash at any line. Thread-safe.</summary>
public sealed class BatchDelivery(SpoolFolder spool, IObjectStore objects, IWorkQueue queue)
{
    /// <summary>Of the link: first batches go ahead, clips stand aside, and bytes are counted; null for none of it.</summary>
    public LinkPace? Pace { get; init; }

    /// <summary>Told what each camera sends, as it leaves; needs <see cref="Pace"/>.</summary>
    public DataBudget? Budget { get; init; }

    /// <summary>Makes a store that turns out not to be there.</summary>
    public Func<CancellationToken, Task>? MakeStore { get; init; }

    /// <exception cref="FileNotFoundException">The batch is no longer in the spool.</exception>
    public async Task<UploadResult> DeliverAsync(BatchName batch, CancellationToken cancellationToken)
    {
        await using var file = spool.OpenRead(batch);
        var bytes = file.Length;
        using var use = Pace?.Begin(
            batch.IsUrgent ? LinkRank.Urgent : batch.IsClip ? LinkRank.Spare : LinkRank.Ordinary, piece => Budget?.Sent(batch.Event.Camera, piece));
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
            await MakeMissingAsync(exception, cancellationToken);
            return new UploadResult(UploadOutcome.Unreachable, exception.Message, bytes) { RetryAfter = exception.RetryAfter };
        }
        catch (StoreRejectedException exception)
        {
            return new UploadResult(UploadOutcome.Rejected, exception.Message, bytes);
        }
    }

    // Somebody has removed the container or the queue, or a lying link had us believe that it was made.
    private async Task MakeMissingAsync(StoreUnreachableException fault, CancellationToken cancellationToken)
    {
        if (!fault.StoreMissing || MakeStore is null)
        {
            return;
        }

        try
        {
            await MakeStore(cancellationToken);
        }
        catch (StoreException)
        {
            // The next try says what is wrong.
        }
    }
}
