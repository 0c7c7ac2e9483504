using CloudCctv.Analysis.Retention;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Hosting;

/// <summary>Deletes what is too old or too much, now and then; again at once while a run ends at its limit.</summary>
public sealed class RetentionWorker(EnforceRetention retention, RetentionOptions options, TimeProvider time, ILogger<RetentionWorker> logger) : BackgroundService
{
    private static readonly TimeSpan BetweenLots = TimeSpan.FromSeconds(10);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(
        () => EndlessLoop.RunAsync(
            async () =>
            {
                var report = await retention.RunAsync(stoppingToken);
                await Task.Delay(report is { MoreToDo: true, DryRun: false } ? BetweenLots : options.Interval, time, stoppingToken);
            },
            time, logger, stoppingToken),
        stoppingToken);
}
