using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Batches;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Hosting;

/// <summary>Empties the outbox: at once when an alert is written, and when a further attempt is due.</summary>
public sealed class AlertWorker(AlertDelivery delivery, AlertOptions options, WakeSignals wake, TimeProvider time, ILogger<AlertWorker> logger)
    : BackgroundService
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(
        () => EndlessLoop.RunAsync(
            async () => await wake.Alerts.WaitAsync(PauseUntil(await delivery.DeliverDueAsync(stoppingToken)), time, stoppingToken),
            time, logger, stoppingToken),
        stoppingToken);

    private TimeSpan PauseUntil(DateTimeOffset? due)
    {
        var pause = due - time.GetUtcNow() ?? options.PollInterval;
        return pause < ShortestPause ? ShortestPause : pause < options.PollInterval ? pause : options.PollInterval;
    }
}
