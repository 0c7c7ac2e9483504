using CloudCctv.Storage;
using CloudCctv.Uploader.Clips.Sending;
using CloudCctv.Uploader.Health;
using CloudCctv.Uploader.Retry;
using CloudCctv.Uploader.Spool;
using CloudCctv.Uploader.Upload;
using CloudCctv.Uploader.Upload.Budget;
using CloudCctv.Uploader.Upload.Schedule;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Running;

/// <summary>The lanes from the spool to the store, and the store's making before them.</summary>
internal sealed class Uploads : IDisposable
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ScheduleInterval = TimeSpan.FromMinutes(1);

    private readonly SpoolFolder spool;
    private readonly Store store;
    private readonly DataBudget budget;
    private readonly UploadSchedule schedule;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly UploadLane[] lanes;
    private readonly UploadLane clips;
    private readonly BackOff[] backOffs;

    public Uploads(SpoolFolder spool, Store store, DataBudget budget, UploadSchedule schedule, SpooledClips spooled, DeviceHealth health, TimeProvider clock, ILogger logger)
    {
        (this.spool, this.store, this.budget, this.schedule, this.clock, this.logger) = (spool, store, budget, schedule, clock, logger);
        var delivery = new BatchDelivery(spool, store.Objects, store.Queue) { Pace = store.Pace, Budget = budget, MakeStore = store.EnsureCreatedAsync };
        backOffs = [NewBackOff(), NewBackOff(), NewBackOff(), NewBackOff()];
        clips = new UploadLane(
            spool, delivery, batch => batch.IsClip && spooled.IsWanted(batch) && schedule.MayLeave(batch, spool.BytesOf(batch), spooled.IsAsked(batch)) && !PicturesWait(), backOffs[3], clock, logger);
        lanes =
        [
            new UploadLane(spool, delivery, batch => batch.IsUrgent, backOffs[1], clock, logger),
            new UploadLane(spool, delivery, batch => !batch.IsUrgent && !batch.IsClip && schedule.MayLeave(batch), backOffs[2], clock, logger),
            clips,
        ];
        clips.ClipRejected += spooled.Rejected;
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
        budget.Use(options);
        schedule.Use(options);
        store.Pace.BytesPerSecond = options.MaxBytesPerSecond;
        foreach (var backOff in backOffs)
        {
            backOff.Cap = TimeSpan.FromSeconds(options.MaxRetrySeconds);
        }

        spool.Wake();
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

    /// <param name="finishing">Once this is cancelled, returns as soon as nothing is left that may leave.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    public async Task RunAsync(CancellationToken finishing, CancellationToken cancellationToken)
    {
        using var beside = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var pictures = new CancellationTokenSource();
        Task RunAsync(UploadLane lane, CancellationToken over) => KeptRunning.RunAsync("uploads", token => lane.RunAsync(over, token), clock, logger, cancellationToken);
        var looking = LookAtScheduleAsync(beside.Token);
        var sendingClips = RunAsync(clips, pictures.Token);
        await Task.WhenAll(lanes.Where(lane => lane != clips).Select(lane => RunAsync(lane, finishing)));
        // Nothing else waits any more: now theirs is the last turn.
        await pictures.CancelAsync();
        await sendingClips;
        await beside.CancelAsync();
        await looking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose()
    {
        foreach (var lane in lanes)
        {
            lane.Dispose();
        }
    }

    // Whether anything goes before a clip. What may not leave now, or not yet, does not.
    private bool PicturesWait() => spool.Waiting().Any(batch => !batch.IsClip && !spool.IsHeld(batch) && schedule.MayLeave(batch));

    private static BackOff NewBackOff() => new(FirstRetry, TimeSpan.FromSeconds(new UploadOptions().MaxRetrySeconds), new Random());

    // Windows open by the wall clock, which may be set at any time: it is looked at rather than waited for.
    private async Task LookAtScheduleAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(ScheduleInterval, clock, cancellationToken);
            if (schedule.MayClose)
            {
                spool.Wake();
            }
        }
    }
}
