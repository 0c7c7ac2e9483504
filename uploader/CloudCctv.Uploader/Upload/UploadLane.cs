using System.Threading.Channels;
using CloudCctv.Contracts.Faults;
using CloudCctv.Contracts.Names;
using CloudCctv.Uploader.Retry;
using CloudCctv.Uploader.Spool;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Upload;

/// <summary>
/// Empties a part of the spool, oldest batch first, one at a time. There are three lanes: one for the first four batches of events,
/// which an alert waits for, one for the rest, so that a backlog never delays an alert, and one for clips, which wait for both.
/// </summary>
public sealed class UploadLane : IDisposable
{
    private static readonly TimeSpan LongestRest = TimeSpan.FromHours(1);

    private readonly SpoolFolder spool;
    private readonly BatchDelivery delivery;
    private readonly Func<BatchName, bool> belongsHere;
    private readonly BackOff backOff;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    // Stored and committed, but the disk would not let go of them: never sent twice.
    private readonly HashSet<BatchName> delivered = [];

    // Tried since the last success: the next one gets its turn, so that one bad file does not hold up the rest.
    private readonly HashSet<BatchName> tried = [];
    private readonly Channel<bool> wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public UploadLane(SpoolFolder spool, BatchDelivery delivery, Func<BatchName, bool> belongsHere, BackOff backOff, TimeProvider clock, ILogger logger)
    {
        this.spool = spool;
        this.delivery = delivery;
        this.belongsHere = belongsHere;
        this.backOff = backOff;
        this.clock = clock;
        this.logger = logger;
        spool.Sealed += Wake;
    }

    /// <summary>A batch was delivered. Raised on the lane's thread.</summary>
    public event Action? BatchDelivered;

    /// <summary>The store will not take this clip, whose copy is gone. Raised on the lane's thread.</summary>
    public event Action<BatchName>? ClipRejected;

    public int Delivered { get; private set; }

    public int Rejected { get; private set; }

    public long BytesUploaded { get; private set; }

    /// <summary>Uploads what is there and what comes.</summary>
    /// <param name="finishing">Once this is cancelled, returns as soon as nothing is left.</param>
    /// <param name="cancellationToken">Stops at once; what was not delivered stays in the spool.</param>
    public async Task RunAsync(CancellationToken finishing, CancellationToken cancellationToken)
    {
        await using var wakeAtFinish = finishing.Register(Wake);
        while (true)
        {
            var finish = finishing.IsCancellationRequested;
            if (await TryNextAsync(finish, cancellationToken))
            {
                continue;
            }

            if (finish)
            {
                return;
            }

            await wake.Reader.ReadAsync(cancellationToken);
        }
    }

    public void Dispose() => spool.Sealed -= Wake;

    /// <returns>False if nothing was there to upload.</returns>
    private async Task<bool> TryNextAsync(bool finish, CancellationToken cancellationToken)
    {
        try
        {
            if (Next(finish) is not { } batch)
            {
                return false;
            }

            tried.Add(batch);
            if (spool.Claims.TryClaim(batch))
            {
                await UploadClaimedAsync(batch, cancellationToken);
            }
        }
        catch (FileNotFoundException)
        {
            // Given up for want of room, or taken away by a person: there is nothing left to send.
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The device's own disk: wait as for a link that is down; a lane that ends would help nobody.
            var wait = backOff.Next();
            logger.SpoolUnreadable(exception.Message, wait.TotalSeconds);
            await Task.Delay(wait, clock, cancellationToken);
        }

        return true;
    }

    // What is held waits for the clock to be set, but not for ever: at the end it leaves as it is.
    private BatchName? Next(bool finish)
    {
        var waiting = spool.Waiting()
            .Where(batch => belongsHere(batch) && !delivered.Contains(batch) && !spool.Claims.Has(batch) && (finish || !spool.IsHeld(batch)))
            .ToList();
        if (waiting.Find(batch => !tried.Contains(batch)) is { } fresh)
        {
            return fresh;
        }

        tried.Clear();
        return waiting.FirstOrDefault();
    }

    private void Wake() => wake.Writer.TryWrite(true);

    private async Task UploadClaimedAsync(BatchName batch, CancellationToken cancellationToken)
    {
        try
        {
            await UploadAsync(batch, cancellationToken);
        }
        finally
        {
            spool.Claims.Release(batch);
            // Another lane may have waited for this one to be done.
            spool.Wake();
        }
    }

    private async Task UploadAsync(BatchName batch, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var result = await delivery.DeliverAsync(batch, cancellationToken);
        switch (result.Outcome)
        {
            case UploadOutcome.Delivered:
                delivered.Add(batch);
                tried.Clear();
                backOff.Reset();
                Delivered++;
                BatchDelivered?.Invoke();
                BytesUploaded += result.Bytes;
                logger.BatchDelivered(batch, result.Bytes / 1000, clock.GetElapsedTime(started).TotalMilliseconds);
                ForgetDelivered();
                break;
            case UploadOutcome.Rejected:
                Reject(batch, result.Reason);
                break;
            default:
                var jittered = backOff.Next();
                var asked = result.RetryAfter ?? TimeSpan.Zero;
                var wait = asked > LongestRest ? LongestRest : asked > jittered ? asked : jittered;
                logger.StoreUnreachable(batch, result.Reason, wait.TotalSeconds);
                await Task.Delay(wait, clock, cancellationToken);
                break;
        }
    }

    private void Reject(BatchName batch, string reason)
    {
        Rejected++;
        if (batch.IsClip)
        {
            // Of no use to whoever looks at what was refused: the clip itself is on the disk.
            spool.Evict(batch);
            ClipRejected?.Invoke(batch);
            logger.ClipRejected(batch, reason);
            return;
        }

        spool.SetAside(batch, reason);
        logger.BatchRejected(batch, reason);
    }

    private void ForgetDelivered()
    {
        foreach (var batch in delivered.ToList())
        {
            spool.Delivered(batch);
            CrashPoint.Reach(UploadSteps.Deleted);
            delivered.Remove(batch);
        }
    }
}
