using CloudCctv.Contracts.Names;
using CloudCctv.Uploader.Clips.Sending;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Clips;

/// <summary>
/// Where the clips of one camera are made, whoever asks for them: of events (<see cref="ClipRecorder"/>) or for a person
/// (<see cref="DemandRecorder"/>). For the camera's thread.
/// </summary>
public sealed class ClipMaker : IAsyncDisposable
{
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(30);

    private readonly ClipFolder folder;
    private readonly ILogger logger;
    private readonly string? font;
    private readonly CancellationTokenSource stop;
    private readonly MarkedClips marked;
    private readonly Task salvaging;
    private readonly Task sendingLeft;
    private readonly List<Task> working = [];
    private int kept;

    /// <param name="camera">Its name.</param>
    /// <param name="options">How clips are made.</param>
    /// <param name="folder">Where to. What an earlier run left unfinished there is finished now, in the background.</param>
    /// <param name="clock">For waiting.</param>
    /// <param name="logger">What became of each clip.</param>
    /// <param name="sender">Takes those that are sent without anybody's asking, an earlier run's included, if the options still say so; null for none.</param>
    public ClipMaker(string camera, ClipOptions options, string folder, TimeProvider clock, ILogger logger, ClipSender? sender = null)
    {
        Options = options;
        this.folder = new ClipFolder(folder, options);
        stop = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        this.logger = logger;
        font = options.Overlay ? ClipArguments.Font : null;
        if (font is null && options is { Overlay: true, Codec: ClipCodec.H264 })
        {
            logger.NoFont(camera);
        }

        marked = new MarkedClips(camera, this.folder, options.SendsUnasked ? sender : null, logger);
        salvaging = SalvageAsync(new ClipSalvage(camera, this.folder, logger));
        sendingLeft = SendLeftAsync();
    }

    public ClipOptions Options { get; }

    /// <summary>Clips that were finished, salvaged ones included.</summary>
    public int Clips => Volatile.Read(ref kept);

    /// <summary>Whether clips of an earlier run are still being finished.</summary>
    internal bool IsSalvaging => !salvaging.IsCompleted;

    /// <summary>Waits for the clips that are on their way; what takes too long is finished at the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        stop.CancelAfter(LongestEnd);
        await sendingLeft;
        await Task.WhenAll(working);
        stop.Dispose();
    }

    /// <summary>Begins a clip; the caller feeds it and ends it.</summary>
    /// <param name="name">Of the event, or made for it.</param>
    /// <param name="asked">Whether a person asked for it: it is then H.264 in any case, which browsers play.</param>
    internal ClipRun Begin(EventName name, bool asked)
    {
        working.RemoveAll(task => task.IsCompleted);
        var options = asked ? Options with { Codec = ClipCodec.H264 } : Options;
        var run = new ClipRun(name, folder, options, font, stop.Token, asked);
        working.Add(ReportAsync(run));
        return run;
    }

    private async Task SalvageAsync(ClipSalvage salvage) => Interlocked.Add(ref kept, await salvage.RunAsync(stop.Token));

    private async Task SendLeftAsync()
    {
        await salvaging;
        marked.Send(stop.Token);
    }

    private async Task ReportAsync(ClipRun run)
    {
        try
        {
            await run.Finished;
            Interlocked.Increment(ref kept);
            logger.ClipKept(run.Name, run.Frames, run.Dropped);
            marked.Send(stop.Token);
        }
#pragma warning disable CA1031 // The edge: whatever befell a film, the evidence is in the spool and the next event gets its film.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            run.Fault = exception.Message;
            logger.ClipFailed(run.Name, exception.Message);
        }
    }
}
