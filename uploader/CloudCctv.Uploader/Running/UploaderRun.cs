using CloudCctv.Contracts.Names;
using CloudCctv.Storage;
using CloudCctv.Uploader.Settings;
using CloudCctv.Uploader.Clock;
using CloudCctv.Uploader.Retry;
using CloudCctv.Uploader.Spool;
using CloudCctv.Uploader.Upload;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Running;

/// <summary>All cameras of a device, its spool and its uploads, from start to end.</summary>
public sealed class UploaderRun(UploaderSettings settings, Store store, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(10);

    /// <summary>Runs until cancelled, or, if all cameras are recordings, until they are played and everything is delivered.</summary>
    /// <returns>What was done, and whether every recording could be read.</returns>
    public async Task<(UploaderSummary Summary, bool AllRead)> RunAsync(CancellationToken cancellationToken)
    {
        var device = settings.Device ?? DeviceName();
        using var spool = new SpoolFolder(Path.Combine(settings.DataFolder, "spool"));
        var memory = Path.Combine(settings.DataFolder, "clock.json");
        var frameClock = new CaptureClock(clock, ClockMemory.Read(memory), ClockMemory.ThisBoot());
        new SpoolRetiming(spool, logger).Recover();
        using var clockWatch = new ClockWatch(frameClock, spool, memory, settings.Clock, logger);
        new SpoolRecovery(spool, device, logger).Run();
        logger.UploaderStarted(settings.Site, device, settings.Cameras.Count, store.Description, spool.Waiting().Count);

        // Recordings are finished before we leave: one source for "no more frames", another for "stop now".
        using var allPlayed = new CancellationTokenSource();
        using var urgent = Lane(spool, batch => batch.IsFirstOfEvent);
        using var backlog = Lane(spool, batch => !batch.IsFirstOfEvent);
        var uploading = UploadAsync([urgent, backlog], allPlayed.Token, cancellationToken);

        var keepingTime = clockWatch.RunAsync(allPlayed.Token, cancellationToken);

        var cameras = settings.Cameras.Select(camera => new WatchedCamera(camera, settings, device, spool, frameClock, logger)).ToList();
        var watched = await Task.WhenAll(cameras.Select(camera => camera.RunAsync(cancellationToken)));
        await allPlayed.CancelAsync();
        await uploading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await keepingTime;

        var summary = Summarise(cameras, [urgent, backlog], spool);
        logger.UploaderStopped(summary.FramesSeen, summary.Events, summary.BatchesDelivered, summary.SpoolLeft);
        cameras.ForEach(camera => camera.Dispose());
        return uploading.IsFaulted ? throw uploading.Exception.InnerException! : (summary, watched.All(read => read));
    }

    private async Task UploadAsync(UploadLane[] lanes, CancellationToken finishing, CancellationToken cancellationToken)
    {
        await PrepareStoreAsync(cancellationToken);
        await Task.WhenAll(lanes.Select(lane => KeepRunningAsync(lane, finishing, cancellationToken)));
    }

    private async Task KeepRunningAsync(UploadLane lane, CancellationToken finishing, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await lane.RunAsync(finishing, cancellationToken);
                return;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The edge: uploads that end because of one fault would fill the disk for a year, unseen.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                logger.UploadsFailed(exception, AfterFault.TotalSeconds);
                await Task.Delay(AfterFault, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // A device often boots before its link does: watching has begun by now and does not wait for this.
    private async Task PrepareStoreAsync(CancellationToken cancellationToken)
    {
        var backOff = NewBackOff();
        while (true)
        {
            try
            {
                await store.EnsureCreatedAsync(cancellationToken);
                return;
            }
            catch (StoreUnreachableException exception)
            {
                var wait = backOff.Next();
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

    private UploadLane Lane(SpoolFolder spool, Func<BatchName, bool> belongsHere) => new(
        spool, new BatchDelivery(spool, store.Objects, store.Queue), belongsHere,
        NewBackOff(), clock, logger);

    private BackOff NewBackOff() => new(FirstRetry, TimeSpan.FromSeconds(settings.Upload.MaxRetrySeconds), new Random());

    private static UploaderSummary Summarise(List<WatchedCamera> cameras, UploadLane[] lanes, SpoolFolder spool) => new()
    {
        FramesSeen = cameras.Sum(camera => camera.FramesSeen),
        FramesMoved = cameras.Sum(camera => camera.FramesMoved),
        Events = cameras.Sum(camera => camera.Spooler.Events),
        Batches = cameras.Sum(camera => camera.Spooler.Batches),
        BatchesDelivered = lanes.Sum(lane => lane.Delivered),
        BatchesRejected = lanes.Sum(lane => lane.Rejected),
        BytesUploaded = lanes.Sum(lane => lane.BytesUploaded),
        SpoolLeft = spool.Waiting().Count + spool.UnfinishedParts().Count,
    };

    // A host name may hold what a slug may not.
    private static string DeviceName()
    {
        var name = new string([.. Environment.MachineName.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-').Take(40)]).Trim('-');
        return Slug.IsValid(name) ? name : "device";
    }
}
