using System.Globalization;

namespace CloudCctv.Gallery.Layout;

/// <summary>Time as people here read it: instants are UTC everywhere else. Thread-safe.</summary>
internal sealed class GalleryClock(GalleryOptions options, TimeProvider time)
{
    public DateOnly Today => DayOf(time.GetUtcNow());

    /// <summary>Whose time the pages show.</summary>
    public string ZoneName => options.Zone.Id is "Etc/UTC" ? "UTC" : options.Zone.Id;

    public DateTimeOffset Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, options.Zone);

    public DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(Local(instant).DateTime);

    /// <summary>The days in UTC that a day here reaches into: one, or two that follow each other (three where a clock is set at midnight).</summary>
    public IEnumerable<DateOnly> UtcDaysOf(DateOnly day)
    {
        var (start, end) = (day.ToDateTime(TimeOnly.MinValue), day.ToDateTime(TimeOnly.MaxValue));
        TimeSpan[] offsets = [options.Zone.GetUtcOffset(start), options.Zone.GetUtcOffset(end)];
        var (first, last) = (Less(start, offsets.Max()), Less(end, offsets.Min()));
        return Enumerable.Range(first.DayNumber, last.DayNumber - first.DayNumber + 1).Select(DateOnly.FromDayNumber);
    }

    /// <summary>Today, Yesterday, or the date.</summary>
    public string NameOf(DateOnly day) => (Today.DayNumber - day.DayNumber) switch
    {
        0 => "Today",
        1 => "Yesterday",
        _ => day.ToString("dddd d MMMM", CultureInfo.InvariantCulture),
    };

    /// <summary>How long, as one would say it: <c>14 s</c>, <c>3 min</c>, <c>1 h 20 min</c>.</summary>
    public static string Spoken(TimeSpan duration) => duration switch
    {
        { TotalSeconds: < 1 } => "a moment",
        { TotalSeconds: < 90 } => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0}\u00a0s"),
        { TotalMinutes: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMinutes:0}\u00a0min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)duration.TotalHours}\u00a0h\u00a0{duration.Minutes}\u00a0min"),
    };

    // Of the calendar's first and last day, a part is in no calendar.
    private static DateOnly Less(DateTime time, TimeSpan offset) =>
        DateOnly.FromDateTime(new DateTime(Math.Clamp(time.Ticks - offset.Ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks)));
}
