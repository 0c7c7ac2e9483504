using System.Threading.Channels;
using CloudCctv.Contracts.Names;
using CloudCctv.Uploader.Spool;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Upload;

/// <summary>
/// Empties a part of the spool, oldest batch first, one at a time. There are two lanes: one for the first batches of events,
/// which an alert waits for, and one for the rest, so that a backlog never delays an alert.
/// </summary>
public sealed class UploadLane : IDisposable
{
    private readonly SpoolFolder spool;
    private readonly BatchDelivery delivery;
    private readonly Func<BatchName, bool> belongsHere;
    private readonly BackOff backOff;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
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
            if (await TryNextAsync(cancellationToken))
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
    private async Task<bool> TryNextAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (Next() is not { } batch)
            {
                return false;
            }

            await UploadAsync(batch, cancellationToken);
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

    private BatchName? Next() => spool.Waiting().FirstOrDefault(belongsHere);

    private void Wake() => wake.Writer.TryWrite(true);

    private async Task UploadAsync(BatchName batch, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var result = await delivery.DeliverAsync(batch, cancellationToken);
        switch (result.Outcome)
        {
            case UploadOutcome.Delivered:
                spool.Delivered(batch);
                backOff.Reset();
                Delivered++;
                BytesUploaded += result.Bytes;
                logger.BatchDelivered(batch, result.Bytes / 1000, clock.GetElapsedTime(started).TotalMilliseconds);
                break;
            case UploadOutcome.Rejected:
                spool.SetAside(batch, result.Reason);
                Rejected++;
                logger.BatchRejected(batch, result.Reason);
                break;
            default:
                var jittered = backOff.Next();
                var wait = result.RetryAfter is { } asked && asked > jittered ? asked : jittered;
                logger.StoreUnreachable(batch, result.Reason, wait.TotalSeconds);
                await Task.Delay(wait, clock, cancellationToken);
                break;
        }
    }
}
