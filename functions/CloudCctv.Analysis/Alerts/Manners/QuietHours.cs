namespace CloudCctv.Analysis.Alerts.Manners;

/// <summary>A span of every day, by a clock on a wall. Days on which that clock is set are as long as they are.</summary>
internal static class QuietHours
{
    /// <returns>When the quiet hours end in which <paramref name="now"/> is; null if it is in none. The end does not belong to them.</returns>
    public static DateTimeOffset? EndOf(TimeSpan from, TimeSpan to, TimeZoneInfo zone, DateTimeOffset now)
    {
        var local = TimeZoneInfo.ConvertTime(now, zone);
        var clock = local.TimeOfDay;
        var isInside = from < to ? clock >= from && clock < to : clock >= from || clock < to;
        return isInside ? AtNext(to, zone, now) : null;
    }

    /// <summary>The next time that the clock shows this, later than now.</summary>
    public static DateTimeOffset AtNext(TimeSpan clock, TimeZoneInfo zone, DateTimeOffset now)
    {
        var local = TimeZoneInfo.ConvertTime(now, zone);
        var wanted = DateTime.SpecifyKind(local.Date + clock, DateTimeKind.Unspecified);
        if (clock <= local.TimeOfDay)
        {
            wanted = wanted.AddDays(1);
        }

        // An hour that is left out in spring: the first one after it.
        var real = zone.IsInvalidTime(wanted) ? wanted.AddHours(1) : wanted;
        return new DateTimeOffset(real, zone.GetUtcOffset(real)).ToUniversalTime();
    }
}
