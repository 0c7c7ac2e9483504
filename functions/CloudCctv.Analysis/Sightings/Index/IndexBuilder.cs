using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Sightings.Index;

/// <summary>
/// Brings days into the index that were written before there was one: newest first, each written down when it is done, so that
/// a build that was cut short is gone on with. Several at once do the same work twice and no harm. Thread-safe.
/// </summary>
public sealed class IndexBuilder
{
    private readonly SightingCalendar calendar;
    private readonly SightingIndex index;
    private readonly IndexReach reach;
    private readonly ILogger<IndexBuilder> logger;

    internal IndexBuilder(SightingCalendar calendar, SightingIndex index, IndexReach reach, ILogger<IndexBuilder> logger) =>
        (this.calendar, this.index, this.reach, this.logger) = (calendar, index, reach, logger);

    /// <summary>Goes back to the beginning. Costs one read if that was done before.</summary>
    /// <returns>Days that were missing.</returns>
    public async Task<int> BuildAsync(CancellationToken cancellationToken)
    {
        var from = await reach.ReadAsync(cancellationToken);
        if (from == DateOnly.MinValue)
        {
            return 0;
        }

        var days = 0;
        await foreach (var day in calendar.DaysAsync(camera: null, cancellationToken).Where(day => day < from))
        {
            foreach (var hour in IndexHour.AllOf(day))
            {
                await index.RebuildAsync(hour, cancellationToken);
            }

            await reach.WriteAsync(day, cancellationToken);
            days++;
        }

        await reach.WriteAsync(DateOnly.MinValue, cancellationToken);
        logger.IndexBuilt(days);
        return days;
    }
}

internal static partial class IndexLog
{
    [LoggerMessage(710, LogLevel.Information, "The index of sightings reaches back to the beginning; {Days} days were missing")]
    public static partial void IndexBuilt(this ILogger logger, int days);
}
