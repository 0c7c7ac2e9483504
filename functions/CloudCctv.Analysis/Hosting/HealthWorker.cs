using CloudCctv.Analysis.Health;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Hosting;

/// <summary>Looks at heartbeats now and then.</summary>
public sealed class HealthWorker(HeartbeatWatch watch, HealthOptions options, TimeProvider time, ILogger<HealthWorker> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => options.Enabled
        ? Task.Run(() => EndlessLoop.RunAsync(() => TurnAsync(stoppingToken), time, logger, stoppingToken), stoppingToken)
        : Task.CompletedTask;

    private async Task TurnAsync(CancellationToken stop)
    {
        await watch.WatchAsync(stop);
        await Task.Delay(options.Interval, time, stop);
    }
}
