using CloudCctv.Analysis.Batches;
using CloudCctv.Analysis.Faces;
using CloudCctv.Analysis.Sweep;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Hosting;

/// <summary>Sweeps for orphans, left claims and faces that were kept for long enough, now and then.</summary>
public sealed class SweepWorker(OrphanSweep orphans, ClaimSweep claims, FaceSweep faces, SweepOptions options, WakeSignals wake, TimeProvider time, ILogger<SweepWorker> logger)
    : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(
        () => EndlessLoop.RunAsync(
            async () =>
            {
                if (await orphans.SweepAsync(stoppingToken) > 0)
                {
                    wake.Batches.Set();
                }

                await claims.SweepAsync(stoppingToken);
                await faces.SweepAsync(stoppingToken);
                await Task.Delay(options.Interval, time, stoppingToken);
            },
            time, logger, stoppingToken),
        stoppingToken);
}
