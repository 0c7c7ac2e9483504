using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Batches;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Hosting;

/// <summary>Empties the outbox: an alert at once when this process has written it, all of them now and then and when an attempt is due.</summary>
public sealed class AlertWorker(AlertDelivery delivery, AlertOptions options, WakeSignals wake, TimeProvider time, ILogger<AlertWorker> logger)
    : BackgroundService
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);

    private DateTimeOffset nextLook = DateTimeOffset.MinValue;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.Run(() => EndlessLoop.RunAsync(() => TurnAsync(stoppingToken), time, logger, stoppingToken), stoppingToken);

    private async Task TurnAsync(CancellationToken stop)
    {
        if (nextLook <= time.GetUtcNow())
        {
            var due = await delivery.DeliverDueAsync(stop);
            nextLook = time.GetUtcNow() + options.PollInterval;
            LookBy(due);
        }

        var pause = nextLook - time.GetUtcNow();
        var keys = await wake.Alerts.WaitAsync(pause > TimeSpan.Zero ? pause : TimeSpan.Zero, time, stop);
        if (keys.Count > 0)
        {
            LookBy(await delivery.DeliverAsync(keys, stop));
        }
    }

    private void LookBy(DateTimeOffset? due)
    {
        var soonest = time.GetUtcNow() + ShortestPause;
        var look = due < soonest ? soonest : due;
        nextLook = look < nextLook ? look.Value : nextLook;
    }
}
