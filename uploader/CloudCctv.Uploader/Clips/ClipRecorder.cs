using CloudCctv.Contracts.Names;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Events;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Clips;

/// <summary>
/// Makes a clip of each event of one camera, out of all frames from its first motion to its end. The camera's thread only copies
/// frames; the rest happens beside it. Not thread-safe.
/// </summary>
public sealed class ClipRecorder : IEventTap, IAsyncDisposable
{
    private const int RunsAtOnce = 2;
    private const long MaximumSuspectedBytes = 40_000_000;
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(30);

    private readonly ClipOptions options;
    private readonly ClipFolder folder;
    private readonly ILogger logger;
    private readonly string? font;
    private readonly TimeSpan interval;
    private readonly CancellationTokenSource stop;
    private readonly List<Frame> suspected = [];
    private readonly List<Task> working = [];
    private DateTimeOffset lastTaken = DateTimeOffset.MinValue;
    private long suspectedBytes;
    private ClipRun? current;
    private int kept;

    /// <param name="camera">Its name.</param>
    /// <param name="options">How clips are made.</param>
    /// <param name="folder">Where to. What an earlier run left unfinished there is finished now, in the background.</param>
    /// <param name="clock">For waiting.</param>
    /// <param name="logger">What became of each clip.</param>
    public ClipRecorder(string camera, ClipOptions options, string folder, TimeProvider clock, ILogger logger)
    {
        this.options = options;
        this.folder = new ClipFolder(folder, options);
        stop = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        this.logger = logger;
        // A little less than the interval, because frames do not arrive to the millisecond.
        interval = TimeSpan.FromSeconds(0.9 / options.FramesPerSecond);
        font = options is { Overlay: true, Codec: ClipCodec.H264 } ? ClipArguments.Font : null;
        if (font is null && options is { Overlay: true, Codec: ClipCodec.H264 })
        {
            logger.NoFont(camera);
        }

        working.Add(SalvageAsync(new ClipSalvage(camera, this.folder, logger)));
    }

    /// <summary>Clips that were finished, salvaged ones included.</summary>
    public int Clips => Volatile.Read(ref kept);

    /// <summary>Frames that came faster than they could be taken.</summary>
    public int FramesDropped { get; private set; }

    public void Next(Frame frame, EventStep step)
    {
        var due = frame.Time - lastTaken >= interval || frame.Time < lastTaken;
        if (!due || step is EventStep.Idle or EventStep.Dismissed)
        {
            return;
        }

        lastTaken = frame.Time;
        if (current is null && step is not (EventStep.Suspected or EventStep.Confirmed))
        {
            return;
        }

        if (frame.CopyPicture() is not { } picture)
        {
            FramesDropped++;
        }
        else if (current is not null)
        {
            current.Offer(picture);
        }
        else if (suspectedBytes + picture.Data.Length <= MaximumSuspectedBytes)
        {
            suspectedBytes += picture.Data.Length;
            suspected.Add(picture);
        }
        else
        {
            picture.Dispose();
            FramesDropped++;
        }
    }

    public void Confirmed(EventName name)
    {
        working.RemoveAll(task => task.IsCompleted);
        if (working.Count >= RunsAtOnce)
        {
            logger.ClipFailed(name, "the computer is still busy with earlier clips");
            Forget();
            return;
        }

        current = new ClipRun(name, folder, options, font, stop.Token);
        suspected.ForEach(current.Offer);
        suspected.Clear();
        working.Add(ReportAsync(current));
    }

    public void Ended()
    {
        Forget();
        lastTaken = DateTimeOffset.MinValue;
        if (current is { } run)
        {
            run.End();
            FramesDropped += run.Dropped;
            current = null;
        }
    }

    /// <summary>Waits for the clips that are on their way; what takes too long is finished at the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        Ended();
        stop.CancelAfter(LongestEnd);
        await Task.WhenAll(working);
        stop.Dispose();
    }

    private void Forget()
    {
        suspected.ForEach(frame => frame.Dispose());
        suspected.Clear();
        suspectedBytes = 0;
    }

    private async Task SalvageAsync(ClipSalvage salvage) => Interlocked.Add(ref kept, await salvage.RunAsync(stop.Token));

    private async Task ReportAsync(ClipRun run)
    {
        try
        {
            await run.Finished;
            Interlocked.Increment(ref kept);
            logger.ClipKept(run.Name, run.Frames, run.Dropped);
        }
#pragma warning disable CA1031 // The edge: whatever befell a film, the evidence is in the spool and the next event gets its film.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            logger.ClipFailed(run.Name, exception.Message);
        }
    }
}
