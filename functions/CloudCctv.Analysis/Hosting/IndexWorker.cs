using CloudCctv.Analysis.Sightings.Index;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Hosting;

/// <summary>
/// Brings into the index what was written before there was one, and then what somebody removes; looks now and then. After the
/// start it reads the last two weeks, before somebody opens a page that shows them.
/// </summary>
public sealed class IndexWorker(IndexBuilder builder, SightingDays days, TimeProvider time, ILogger<IndexWorker> logger) : BackgroundService
{
    // Those of the strip above each day's page, and one for clocks that are not UTC.
    private const int DaysAhead = 15;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    private bool hasRead;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(
        () => EndlessLoop.RunAsync(
            async () =>
            {
                await builder.BuildAsync(stoppingToken);
                await ReadAheadAsync(stoppingToken);
                await Task.Delay(Interval, time, stoppingToken);
            },
            time, logger, stoppingToken),
        stoppingToken);

    private async Task ReadAheadAsync(CancellationToken cancellationToken)
    {
        if (!hasRead)
        {
            await days.ReadAheadAsync(DaysAhead, cancellationToken);
            hasRead = true;
        }
    }
}
