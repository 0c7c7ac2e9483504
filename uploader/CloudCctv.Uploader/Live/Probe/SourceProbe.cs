using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Events;
using CloudCctv.Uploader.Live.Pictures;

namespace CloudCctv.Uploader.Live.Probe;

/// <summary>Opens a source once to look at it. Nothing of it is kept.</summary>
internal sealed class SourceProbe(LiveOptions options, TimeProvider clock)
{
    private const double FramesPerSecond = 5;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Shows the source until it ends, for a minute at most.</summary>
    /// <param name="source">What was typed; only what <see cref="SourceAddress"/> accepts is opened.</param>
    /// <param name="show">Called with each picture, which it must not keep.</param>
    /// <param name="cancellationToken">Nobody looks any more.</param>
    /// <returns>How many pictures were shown.</returns>
    /// <exception cref="CaptureException">No picture; the message says why, for people.</exception>
    public async Task<int> RunAsync(string source, Func<ReadOnlyMemory<byte>, Task> show, CancellationToken cancellationToken)
    {
        var address = SourceAddress.Parse(source.Trim());
        using var minute = new CancellationTokenSource(Longest, clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, minute.Token);
        await using var run = new WatchedRun(new SourceRuns(address, new CaptureOptions(), clock).Open(firstNumber: 0), Patience, clock, end.Token);
        using var encoder = new FrameEncoder(options.JpegQuality);
        var pace = new Pace(FramesPerSecond, clock);
        var shown = 0;
        try
        {
            while (await run.NextAsync() is { } frame)
            {
                using (frame)
                {
                    if (pace.Take())
                    {
                        using var jpeg = encoder.ToJpeg(frame);
                        await show(jpeg.Memory);
                        shown++;
                    }
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The minute is over.
        }

        return shown > 0 ? shown : throw new CaptureException(ProbeWords.For(run.Ending));
    }
}
