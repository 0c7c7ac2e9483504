using CloudCctv.Analysis.Sightings.Index;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Hosting;

/// <summary>Brings into the index what was written before there was one, and then what somebody removes; looks now and then.</summary>
public sealed class IndexWorker(IndexBuilder builder, TimeProvider time, ILogger<IndexWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(
        () => EndlessLoop.RunAsync(
            async () =>
            {
                await builder.BuildAsync(stoppingToken);
                await Task.Delay(Interval, time, stoppingToken);
            },
            time, logger, stoppingToken),
        stoppingToken);
}
