namespace CloudCctv.Uploader.Capture;

/// <summary>One run of a source with a watchdog: a source that sends nothing for too long is ended.</summary>
internal sealed class WatchedRun : IAsyncDisposable
{
    private readonly CancellationTokenSource watchdog;
    private readonly CancellationTokenRegistration outerStop;
    private readonly CancellationToken outer;
    private readonly IAsyncEnumerator<Frame> frames;
    private readonly TimeSpan stall;

    public WatchedRun(IFrameSource source, TimeSpan stall, TimeProvider clock, CancellationToken cancellationToken)
    {
        this.stall = stall;
        outer = cancellationToken;
        watchdog = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        outerStop = cancellationToken.Register(watchdog.Cancel);
        frames = source.ReadAsync(watchdog.Token).GetAsyncEnumerator(watchdog.Token);
    }

    /// <summary>Why the run ended, for people.</summary>
    public string Ending { get; private set; } = "";

    /// <returns>The next frame, or null when the run has ended or failed.</returns>
    public async ValueTask<Frame?> NextAsync()
    {
        try
        {
            watchdog.CancelAfter(stall);
            var more = await frames.MoveNextAsync();
            watchdog.CancelAfter(Timeout.InfiniteTimeSpan);
            Ending = more ? "" : "the stream ended";
            return more ? frames.Current : null;
        }
        catch (OperationCanceledException) when (!outer.IsCancellationRequested)
        {
            Ending = $"no picture for {stall.TotalSeconds:0} s";
            return null;
        }
        catch (CaptureException exception)
        {
            Ending = exception.Message;
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await frames.DisposeAsync();
        await outerStop.DisposeAsync();
        watchdog.Dispose();
    }
}
