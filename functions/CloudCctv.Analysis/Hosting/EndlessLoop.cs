using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Hosting;

/// <summary>The edge of a loop that must outlive every fault: log it, pause, go on.</summary>
internal static class EndlessLoop
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>Runs a turn again and again until stopped. After failures the pause grows from 1 s to a minute.</summary>
    public static async Task RunAsync(Func<Task> turn, TimeProvider time, ILogger logger, CancellationToken stop)
    {
        var failures = 0;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await turn();
                failures = 0;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The edge: a worker that ends because of one fault helps nobody.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                var pause = Pause(failures++);
                logger.LoopFailed(exception, pause);
                await Task.Delay(pause, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static TimeSpan Pause(int failures)
    {
        var pause = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(failures, 10)));
        return pause < LongestPause ? pause : LongestPause;
    }
}
