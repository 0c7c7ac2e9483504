using CloudCctv.Storage;
using CloudCctv.Uploader.Health;
using CloudCctv.Uploader.Retry;
using CloudCctv.Uploader.Spool;
using CloudCctv.Uploader.Upload;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Running;

/// <summary>The two lanes from the spool to the store, and the store's making before them.</summary>
internal sealed class Uploads : IDisposable
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);

    private readonly Store store;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly UploadLane[] lanes;
    private readonly BackOff[] backOffs;

    public Uploads(SpoolFolder spool, Store store, UploadOptions options, DeviceHealth health, TimeProvider clock, ILogger logger)
    {
        (this.store, this.clock, this.logger) = (store, clock, logger);
        var delivery = new BatchDelivery(spool, store.Objects, store.Queue);
        backOffs = [NewBackOff(options), NewBackOff(options), NewBackOff(options)];
        lanes =
        [
            new UploadLane(spool, delivery, batch => batch.IsUrgent, backOffs[1], clock, logger),
            new UploadLane(spool, delivery, batch => !batch.IsUrgent, backOffs[2], clock, logger),
        ];
        foreach (var lane in lanes)
        {
            lane.BatchDelivered += health.BatchDelivered;
        }
    }

    public int Delivered => lanes.Sum(lane => lane.Delivered);

    public int Rejected => lanes.Sum(lane => lane.Rejected);

    public long Bytes => lanes.Sum(lane => lane.BytesUploaded);

    public void Use(UploadOptions options)
    {
        foreach (var backOff in backOffs)
        {
            backOff.Cap = TimeSpan.FromSeconds(options.MaxRetrySeconds);
        }
    }

    /// <summary>Makes the store. A device often boots before its link does: watching has begun by now and does not wait for this.</summary>
    public async Task PrepareStoreAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await store.EnsureCreatedAsync(cancellationToken);
                return;
            }
            catch (StoreUnreachableException exception)
            {
                var wait = backOffs[0].Next();
                logger.StoreNotReady(exception.Message, wait.TotalSeconds);
                await Task.Delay(wait, clock, cancellationToken);
            }
            catch (StoreRejectedException)
            {
                // The credential may write but not create: what must be there is there, or the first upload says so.
                return;
            }
        }
    }

    /// <param name="finishing">Once this is cancelled, returns as soon as nothing is left.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    public Task RunAsync(CancellationToken finishing, CancellationToken cancellationToken) => Task.WhenAll(lanes.Select(lane =>
        KeptRunning.RunAsync("uploads", token => lane.RunAsync(finishing, token), clock, logger, cancellationToken)));

    public void Dispose()
    {
        foreach (var lane in lanes)
        {
            lane.Dispose();
        }
    }

    private static BackOff NewBackOff(UploadOptions options) => new(FirstRetry, TimeSpan.FromSeconds(options.MaxRetrySeconds), new Random());
}
