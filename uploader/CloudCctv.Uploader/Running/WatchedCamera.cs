using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Clips;
using CloudCctv.Uploader.Clips.Sending;
using CloudCctv.Uploader.Events;
using CloudCctv.Uploader.Health.Cameras;
using CloudCctv.Uploader.Live;
using CloudCctv.Uploader.Motion;
using CloudCctv.Uploader.Objects;
using CloudCctv.Uploader.Privacy;
using CloudCctv.Uploader.Settings;
using CloudCctv.Uploader.Spool;
using CloudCctv.Uploader.Upload.Budget;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Running;

/// <summary>A camera with its own frames and files: what happens to one is nothing to the others.</summary>
internal sealed class WatchedCamera : IDisposable
{
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(10);

    private readonly CameraSettings camera;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly CameraPipeline? pipeline;
    private readonly ClipMaker? clips;
    private readonly ClipRecorder? clipsOfEvents;
    private readonly CameraView? view;
    private readonly PrivacyMask? mask;
    private readonly string? fault;
    private readonly CameraHealth health;
    private readonly EventSpooler spooler;
    private readonly WatchedObjects? objects;

    public WatchedCamera(CameraSettings camera, UploaderSettings settings, string device, SpoolFolder spool, SpoolRecovery recovery, CameraHealth health, DataBudget budget, ClipSender sender, LivePage? live, TimeProvider clock, ILogger logger)
    {
        this.camera = camera;
        this.clock = clock;
        this.logger = logger;
        this.health = health;
        health.Begin(camera.Tamper);
        spooler = new EventSpooler(spool, device, settings.Site, camera.Name, settings.Batches, new Random(), logger, recovery);
        view = live?.ViewOf(camera);
        mask = PrivacyMask.Of(camera.Privacy);
        try
        {
            var address = SourceAddress.Parse(camera.Source);
            IsRecording = address.IsRecording;
            var source = new SupervisedSource(camera.Name, address, camera.Capture, clock, new Random(), logger);
            var demanded = live is not null && camera.Clips.OnDemandMaximumSeconds > 0;
            clips = camera.Clips.Enabled || demanded
                ? new ClipMaker(camera.Name, camera.Clips, Path.Combine(settings.DataFolder, "clips", camera.Name), clock, logger, sender)
                : null;
            clipsOfEvents = camera.Clips.Enabled ? new ClipRecorder(clips!, logger) : null;
            view?.Recorder = demanded ? new DemandRecorder(clips!, settings.Site, camera.Name, clock, new Random(), logger) : null;
            var sink = new CountedSink(live?.Around(spooler, camera.Name) ?? spooler, health);
            FrameAllowance Allowed() => StageRule.AllowanceOf(budget.StageOf(camera.Name));
            objects = camera.Objects.Enabled
                ? new WatchedObjects(camera, new EventSpooler(spool, device, settings.Site, camera.Name, settings.Batches, new Random(), logger, recovery), own => new CountedSink(live?.Around(own, camera.Name) ?? own, health), Allowed, logger)
                : null;
            pipeline = new CameraPipeline(camera, MaskedSource.Around(camera.Name, source, mask, logger), sink, logger, clipsOfEvents)
            {
                Health = health,
                View = view,
                Demand = view?.Recorder,
                Allowance = Allowed,
                Objects = objects?.Watch,
            };
            source.Lost = pipeline.SourceLost;
            source.ClockSet = pipeline.ClockSet;
        }
        catch (CaptureException exception)
        {
            // A disk that is not plugged in is no reason for the other cameras not to watch.
            fault = exception.Message;
        }
    }

    public bool IsRecording { get; }

    public CameraTotals Totals => new()
    {
        FramesSeen = pipeline?.FramesSeen ?? 0,
        FramesMoved = pipeline?.FramesMoved ?? 0,
        Events = spooler.Events + (objects?.Events ?? 0),
        Dismissed = pipeline?.Dismissed ?? 0,
        Batches = spooler.Batches + (objects?.Batches ?? 0),
        Clips = clips?.Clips ?? 0,
        ClipFramesDropped = clipsOfEvents?.FramesDropped ?? 0,
    };

    /// <inheritdoc cref="CameraPipeline.Use"/>
    public void Use(MotionOptions motion) => pipeline?.Use(motion);

    /// <returns>False if a recording could not be read.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        // Off the caller's thread: a fast recording would otherwise keep the other cameras from starting.
        await Task.Yield();
        var isOver = false;
        try
        {
            return isOver = await WatchAsync(cancellationToken);
        }
        finally
        {
            End(isOver);
            clipsOfEvents?.Ended();
            await (clips?.DisposeAsync() ?? ValueTask.CompletedTask);
            await (objects?.SilenceAsync() ?? ValueTask.CompletedTask);
        }
    }

    public void Dispose()
    {
        spooler.Dispose();
        objects?.Dispose();
        mask?.Dispose();
    }

    // What nobody meant to end is a fault, whoever tries again and when.
    private void End(bool isOver)
    {
        if (isOver)
        {
            health.Stop();
        }
        else
        {
            health.Lose();
        }
    }

    private async Task<bool> WatchAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await (pipeline ?? throw new CaptureException(fault!)).RunAsync(cancellationToken);
                view?.Lost();
                return true;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return true;
            }
            catch (CaptureException exception)
            {
                logger.RecordingUnreadable(camera.Name, exception.Message);
                view?.Fault = exception.Message;
                return false;
            }
#pragma warning disable CA1031 // The edge: whatever befell this camera, it is watched again, and the others never noticed.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                logger.CameraFailed(exception, camera.Name);
                if (IsRecording)
                {
                    // Played again, it would be events over again.
                    return false;
                }
            }

            await Task.Delay(AfterFault, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
