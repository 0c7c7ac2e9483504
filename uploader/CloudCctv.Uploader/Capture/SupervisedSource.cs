using System.Runtime.CompilerServices;
using CloudCctv.Uploader.Retry;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Capture;

/// <summary>
/// A camera that is started again whenever it ends, fails or falls silent, after growing waits; and a recording that is read
/// once, whose failure is the caller's to hear about.
/// </summary>
public sealed class SupervisedSource(string camera, SourceAddress address, CaptureOptions options, TimeProvider clock, Random random, ILogger logger) : IFrameSource
{
    private readonly SourceRuns runs = new(address, options, clock, new CameraVoice(camera, logger));

    /// <summary>Called when a camera is lost, between two frames: what is in hand may be the last there is.</summary>
    public Action? Lost { get; set; }

    /// <summary>Called when the device's clock was set, before the first frame with the new time.</summary>
    public Action? ClockSet { get; set; }

    public IAsyncEnumerable<Frame> ReadAsync(CancellationToken cancellationToken)
    {
        logger.CameraOpened(camera, address);
        return address.IsRecording ? ReadRecordingAsync(cancellationToken) : ReadCameraAsync(cancellationToken);
    }

    private async IAsyncEnumerable<Frame> ReadRecordingAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long frames = 0;
        await foreach (var frame in runs.Open(firstNumber: 0).ReadAsync(cancellationToken))
        {
            frames++;
            yield return frame;
        }

        logger.RecordingEnded(camera, frames);
    }

    private async IAsyncEnumerable<Frame> ReadCameraAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long next = 0;
        var backOff = new BackOff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(options.MaxRetrySeconds), random);
        DateTimeOffset? lostAt = null;
        while (true)
        {
            await using var run = new WatchedRun(runs.Open(next), TimeSpan.FromSeconds(options.StallSeconds), clock, cancellationToken);
            while (await run.NextAsync() is { } frame)
            {
                if (lostAt is { } since)
                {
                    logger.CameraBack(camera, (clock.GetUtcNow() - since).TotalSeconds);
                    lostAt = null;
                    backOff.Reset();
                }

                if (runs.Times.HaveStepped())
                {
                    ClockSet?.Invoke();
                }

                next = frame.Number + 1;
                yield return frame;
            }

            lostAt ??= clock.GetUtcNow();
            var wait = backOff.Next();
            logger.CameraLost(camera, run.Ending, wait.TotalSeconds);
            Lost?.Invoke();
            await Task.Delay(wait, clock, cancellationToken);
        }
    }
}
