using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Running;

/// <summary>The edge around a loop that must not end because of one fault: it is begun again after a rest.</summary>
internal static class KeptRunning
{
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(10);

    /// <param name="what">What runs, for the log.</param>
    /// <param name="loop">Returns when its work is done.</param>
    /// <param name="clock">Of the rest.</param>
    /// <param name="logger">Hears of faults.</param>
    /// <param name="cancellationToken">Ends it, without an exception.</param>
    public static async Task RunAsync(string what, Func<CancellationToken, Task> loop, TimeProvider clock, ILogger logger, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await loop(cancellationToken);
                return;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The edge: uploads that end because of one fault would fill the disk for a year, unseen.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                logger.LoopFailed(exception, what, AfterFault.TotalSeconds);
                await Task.Delay(AfterFault, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
