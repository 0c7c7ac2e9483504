using CloudCctv.Analysis.Sightings;
using CloudCctv.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CloudCctv.SelfHost.Numbered;

/// <summary>Numbers pictures as they come: at once when a newer one is there, and every half minute for those that come late.</summary>
internal sealed partial class NumberedWorker(NumberedPictures pictures, NewestSighting newest, TimeProvider time, ILogger<NumberedWorker> logger) : BackgroundService
{
    private const int LooksBetweenAll = 30;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private SightingName? known;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var look = 0; !stoppingToken.IsCancellationRequested; look++)
        {
            try
            {
                await LookAsync(look % LooksBetweenAll == 0, stoppingToken);
            }
            catch (Exception exception) when (exception is StoreUnreachableException or IOException or UnauthorizedAccessException)
            {
                // The next look may find disk and store as they were.
                LogNotNumbered(logger, exception.Message);
            }

            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LookAsync(bool all, CancellationToken cancellationToken)
    {
        var now = await newest.FindAsync(cancellationToken);
        if (!all && now == known)
        {
            return;
        }

        var count = await pictures.RunAsync(cancellationToken);
        known = now;
        if (count > 0)
        {
            LogNumbered(logger, count);
        }
    }

    [LoggerMessage(910, LogLevel.Information, "{Count} pictures numbered")]
    private static partial void LogNumbered(ILogger logger, int count);

    [LoggerMessage(911, LogLevel.Warning, "Pictures cannot be numbered: {Reason}")]
    private static partial void LogNotNumbered(ILogger logger, string reason);
}
