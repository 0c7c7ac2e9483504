using CloudCctv.Uploader.Events;
using CloudCctv.Uploader.Objects.Sound;
using CloudCctv.Uploader.Settings;
using CloudCctv.Uploader.Spool;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Objects;

/// <summary>All that looks for things that were taken or left before one camera, put together. Not thread-safe.</summary>
internal sealed class WatchedObjects : IDisposable
{
    private readonly EventSpooler spooler;
    private readonly ObjectReporter reporter;
    private readonly Beeper? beeper;

    /// <param name="camera">With what counts as changed.</param>
    /// <param name="spooler">Its own: what was taken is an event beside the one of who took it. It is disposed with this.</param>
    /// <param name="around">What stands before a sink of this camera's events.</param>
    /// <param name="allowance">Asked how large pictures may be.</param>
    /// <param name="logger">Told what was found.</param>
    public WatchedObjects(CameraSettings camera, EventSpooler spooler, Func<IEventSink, IEventSink> around, Func<FrameAllowance> allowance, ILogger logger)
    {
        this.spooler = spooler;
        beeper = camera.Objects.Beep ? new Beeper(camera.Name, camera.Objects.BeepCommand, logger) : null;
        reporter = new ObjectReporter(camera.Name, around(spooler), beeper, allowance, logger);
        Watch = new ObjectWatch(camera.Objects, camera.Events.JpegQuality, reporter.Report);
    }

    public ObjectWatch Watch { get; }

    public int Events => spooler.Events;

    public int Batches => spooler.Batches;

    /// <summary>Waits a moment for a sound that is being played.</summary>
    public ValueTask SilenceAsync() => beeper?.DisposeAsync() ?? ValueTask.CompletedTask;

    public void Dispose()
    {
        Watch.Dispose();
        reporter.Dispose();
        spooler.Dispose();
    }
}
