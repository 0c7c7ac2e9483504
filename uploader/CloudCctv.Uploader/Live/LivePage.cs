using CloudCctv.Uploader.Events;
using CloudCctv.Uploader.Live.Access;
using CloudCctv.Uploader.Live.Saved;
using CloudCctv.Uploader.Live.Tuning;
using CloudCctv.Uploader.Settings;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Live;

/// <summary>
/// The live page of a run: its views, and a server that is started as often as it takes (the port may be taken, the address
/// not there yet) without ever keeping a camera from being watched. Disposing stops it.
/// </summary>
public sealed class LivePage : IAsyncDisposable
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource stop = new();
    private readonly TaskCompletionSource<Uri> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly UploaderSettings settings;
    private readonly SettingsWriter file;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly Task serving;

    private LivePage(UploaderSettings settings, string? configFile, TimeProvider clock, ILogger logger)
    {
        (this.settings, this.clock, this.logger) = (settings, clock, logger);
        file = new SettingsWriter(configFile);
        Views = new CameraViews(settings.Live, clock);
        serving = Task.Run(RunAsync);
    }

    /// <summary>Its address, once it can be reached.</summary>
    public Task<Uri> Started => started.Task;

    internal CameraViews Views { get; }

    /// <summary>Starts the page in the background.</summary>
    /// <param name="settings">Of the run.</param>
    /// <param name="configFile">Where zones are saved; null if the run has no file.</param>
    /// <param name="clock">Paces pictures, ends sessions.</param>
    /// <param name="logger">Told where the page is, or why it is not.</param>
    /// <returns>Null if the settings do not ask for it.</returns>
    public static LivePage? Start(UploaderSettings settings, string? configFile, TimeProvider clock, ILogger logger) =>
        settings.Live.Enabled ? new LivePage(settings, configFile, clock, logger) : null;

    /// <summary>The view of a camera that is about to be watched.</summary>
    public CameraView ViewOf(CameraSettings camera)
    {
        var view = Views.Open(camera);
        view.Scene = new SceneKeeper(SavedEndpoints.FolderOf(settings.DataFolder, "scenes", camera.Name), camera.Name, logger);
        return view;
    }

    /// <summary>A sink that also keeps the best picture of each event for the page.</summary>
    public IEventSink Around(IEventSink sink, string camera) => settings.Live.CapturesKept == 0
        ? sink
        : new CaptureKeeper(sink, SavedEndpoints.FolderOf(settings.DataFolder, "captures", camera), settings.Live.CapturesKept, camera, logger);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await serving;
        Views.Dispose();
        stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await ServeAsync();
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The edge: whatever keeps the page away (port, address, disk, key), the cameras are watched.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                logger.LivePageFailed(settings.Live.Address, settings.Live.Port, exception.Message, Retry.TotalSeconds);
                await Task.Delay(Retry, clock, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ServeAsync()
    {
        var key = LiveKeyFile.ReadOrCreate(settings.DataFolder);
        await using var server = await LiveServer.StartAsync(settings, key, Views, file, clock, logger, stop.Token);
        logger.LivePageStarted(server.Url.ToString(), LiveKeyFile.PathIn(settings.DataFolder));
        if (!server.Url.IsLoopback)
        {
            logger.LivePageOpenToNetwork();
        }

        started.TrySetResult(server.Url);
        await Task.Delay(Timeout.InfiniteTimeSpan, clock, stop.Token);
    }
}
