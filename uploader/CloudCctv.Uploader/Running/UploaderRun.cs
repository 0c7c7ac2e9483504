using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Health;
using CloudCctv.Storage;
using CloudCctv.Storage.Objects;
using CloudCctv.Uploader.Clips.Sending;
using CloudCctv.Uploader.Clock;
using CloudCctv.Uploader.Health;
using CloudCctv.Uploader.Health.Device;
using CloudCctv.Uploader.Live;
using CloudCctv.Uploader.Settings;
using CloudCctv.Uploader.Settings.Remote;
using CloudCctv.Uploader.Spool;
using CloudCctv.Uploader.Spool.Room;
using CloudCctv.Uploader.Upload.Budget;
using CloudCctv.Uploader.Upload.Schedule;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Running;

/// <summary>All cameras of a device, its spool, its uploads and what it says of itself, from start to end.</summary>
internal sealed class UploaderRun(SettingsInForce inForce, Store store, TimeProvider clock, ILogger logger)
{
    // Site, device and folder stay as they are at the start, whatever becomes of the file.
    private readonly UploaderSettings start = inForce.Current;
    private readonly string device = inForce.Current.Device ?? DeviceName.OfThisComputer();

    /// <summary>What is known of the device's well-being.</summary>
    public DeviceHealth Health { get; } = new(clock, logger);

    private string SpoolPath => Path.Combine(start.DataFolder, "spool");

    /// <summary>The file that the settings came from, where the live page saves zones; null if they came from the command line.</summary>
    public string? ConfigFile { get; init; }

    /// <summary>Runs until cancelled, or, if all cameras are recordings, until they are played and everything is delivered.</summary>
    /// <returns>What was done, and whether every recording could be read.</returns>
    public async Task<(UploaderSummary Summary, bool AllRead)> RunAsync(CancellationToken cancellationToken)
    {
        using var spool = new SpoolFolder(SpoolPath);
        var vitals = new DeviceVitals("/", SpoolPath);
        spool.Room = new SpoolRoom(spool, start.Spool, () => vitals.FreeBytes, logger);
        spool.Room.GivenUp += Health.BatchEvicted;
        var memory = Path.Combine(start.DataFolder, "clock.json");
        var frameClock = new CaptureClock(clock, ClockMemory.Read(memory), ClockMemory.ThisBoot());
        new SpoolRetiming(spool, logger).Recover();
        using var clockWatch = new ClockWatch(frameClock, spool, memory, start.Clock, logger);
        var recovery = new SpoolRecovery(spool, device, logger);
        recovery.Run();
        logger.UploaderStarted(start.Site, device, start.Cameras.Count, store.Description, spool.Waiting().Count);

        var remote = RemoteLoop();
        remote?.Restore();

        // Recordings are finished before we leave: one source for "no more frames", another for "stop now".
        using var allPlayed = new CancellationTokenSource();
        using var budget = new DataBudget(Path.Combine(start.DataFolder, "data-use.json"), frameClock, logger);
        Health.Data = budget.Tell;
        var asked = new SentClips(Path.Combine(start.DataFolder, "clips-sent.json"), logger);
        var spooled = new SpooledClips(inForce, spool, asked, logger);
        var schedule = new UploadSchedule(budget, frameClock);
        using var uploads = new Uploads(spool, store, budget, schedule, spooled, Health, clock, logger);
        var sender = new ClipSender(spool, device, logger);
        var wishes = WishLoop(spool.Room, sender, asked, spooled, new WaitingClips(spool, schedule));
        await using var live = LivePage.Start(start, ConfigFile, clock, logger);
        using var cameras = new CameraSet(
            (camera, settings) => new WatchedCamera(camera, settings, device, spool, recovery, Health.CameraOf(camera.Name), budget, sender, live, frameClock, logger), Health, logger, cancellationToken);
        void Follow(UploaderSettings settings)
        {
            // First: cameras ask it what they may keep.
            uploads.Use(settings.Upload);
            spooled.GiveUpUnwanted();
            cameras.Apply(settings);
            Health.Use(inForce.Tell());
        }

        inForce.Changed += Follow;
        Follow(inForce.Current);
        var keepingTime = clockWatch.RunAsync(allPlayed.Token, cancellationToken);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(allPlayed.Token, cancellationToken);
        var upkeep = KeptRunning.RunAsync("upkeep of the spool", new SpoolUpkeep(spool, recovery, clock, logger).RunAsync, clock, logger, ending.Token);
        // Off this thread: a store on a dead network folder may block whoever touches it.
        var uploading = Task.Run(() => SendAsync(uploads, spool, remote, wishes, allPlayed.Token, cancellationToken), CancellationToken.None);
        var allRead = await cameras.WhenAllEndedAsync();
        inForce.Changed -= Follow;
        await allPlayed.CancelAsync();
        await uploading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await keepingTime;
        await upkeep;

        var summary = Summarise(cameras.Totals, uploads, spool, recovery);
        logger.UploaderStopped(summary.FramesSeen, summary.Events, summary.EventsDismissed, summary.BatchesDelivered, summary.SpoolLeft);
        return uploading.IsFaulted ? throw uploading.Exception.InnerException! : (summary, allRead);
    }

    /// <summary>All that goes to the store, once there is one.</summary>
    private async Task SendAsync(Uploads uploads, SpoolFolder spool, RemoteLoop? remote, ClipWishLoop wishes, CancellationToken finishing, CancellationToken cancellationToken)
    {
        await uploads.PrepareStoreAsync(cancellationToken);
        using var beside = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var heartbeat = HeartbeatLoop(spool);
        List<Task> loops = [KeptRunning.RunAsync("clips that are asked for", wishes.RunAsync, clock, logger, beside.Token)];
        if (start.Health.Enabled)
        {
            loops.Add(KeptRunning.RunAsync("heartbeats", heartbeat.RunAsync, clock, logger, beside.Token));
        }

        if (remote is not null)
        {
            loops.Add(KeptRunning.RunAsync("settings from afar", remote.RunAsync, clock, logger, beside.Token));
        }

        await uploads.RunAsync(finishing, cancellationToken);
        await beside.CancelAsync();
        await Task.WhenAll(loops);
    }

    private HeartbeatLoop HeartbeatLoop(SpoolFolder spool)
    {
        var maker = new HeartbeatMaker(start.Site, device, Health, new DeviceVitals("/", start.DataFolder), spool, clock);
        var name = new ObjectName(StoreLayout.HealthOf(start.Site, device));
        return new HeartbeatLoop(start.Health, Health, stop => store.Objects.PutAsync(name, HeartbeatSerializer.Write(maker.Make()), stop), clock, logger);
    }

    private ClipWishLoop WishLoop(SpoolRoom room, ClipSender sender, SentClips asked, SpooledClips spooled, WaitingClips waiting)
    {
        room.GivenUp += batch =>
        {
            if (batch.IsClip)
            {
                asked.Forget(batch.Event);
            }
        };
        return new ClipWishLoop(
            inForce, start.Site, Path.Combine(start.DataFolder, "clips"), store.IsInbox ? null : new ClipWishShelf(store.Objects, start.Site, device), sender, asked, spooled, waiting, Health, clock, logger);
    }

    private RemoteLoop? RemoteLoop() => !start.Remote.Enabled ? null : new RemoteLoop(
        start.Remote,
        new RemoteShelf(store.Objects, start.Site, device),
        new RemoteCheck(start.Remote.PublicKey, $"{start.Site}/{device}"),
        new RemoteStateFile(Path.Combine(start.DataFolder, "remote-settings.json"), logger),
        inForce, Health, clock, logger);

    private UploaderSummary Summarise(CameraTotals cameras, Uploads uploads, SpoolFolder spool, SpoolRecovery recovery) => new()
    {
        FramesSeen = cameras.FramesSeen,
        FramesMoved = cameras.FramesMoved,
        Events = cameras.Events,
        EventsDismissed = cameras.Dismissed,
        Clips = cameras.Clips,
        ClipFramesDropped = cameras.ClipFramesDropped,
        Batches = cameras.Batches,
        BatchesDelivered = uploads.Delivered,
        BatchesRejected = uploads.Rejected,
        BytesUploaded = uploads.Bytes,
        PartsFinished = recovery.Finished,
        PartsEmpty = recovery.Empty,
        BatchesEvicted = Health.Evicted,
        ClipsEvicted = Health.ClipsEvicted,
        SpoolLeft = spool.Waiting().Count + spool.Unsealed,
    };
}
