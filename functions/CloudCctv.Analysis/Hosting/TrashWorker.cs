using CloudCctv.Analysis.Retention.Trash;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Hosting;

/// <summary>Deletes for good, each minute, what people deleted in the gallery and did not want back.</summary>
public sealed class TrashWorker(EmptyTrash trash, TimeProvider time, ILogger<TrashWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(
        () => EndlessLoop.RunAsync(
            async () =>
            {
                await trash.RunAsync(stoppingToken);
                await Task.Delay(Interval, time, stoppingToken);
            },
            time, logger, stoppingToken),
        stoppingToken);
}
