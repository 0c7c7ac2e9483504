namespace CloudCctv.Uploader.Upload.Schedule;

/// <summary>A time of day in which everything may be sent.</summary>
public sealed record UploadWindow
{
    /// <summary>First minute in it, <c>HH:mm</c>, local time.</summary>
    [TimeOfDayRule]
    public required string From { get; init; }

    /// <summary>First minute after it. One that is not later than <see cref="From"/> is on the next day.</summary>
    [TimeOfDayRule]
    public required string To { get; init; }

    /// <summary>Days on which it begins; none named means every day.</summary>
    public IReadOnlyList<DayOfWeek> Days { get; init; } = [];

    /// <param name="local">Wall clock of the place, so that a night when clocks change is an hour longer or shorter.</param>
    internal bool Holds(DateTime local)
    {
        var (from, to, now) = (TimeOfDayRuleAttribute.Read(From), TimeOfDayRuleAttribute.Read(To), TimeOnly.FromDateTime(local));
        if (from < to)
        {
            return now >= from && now < to && BeginsOn(local.DayOfWeek);
        }

        return (now >= from && BeginsOn(local.DayOfWeek)) || (now < to && BeginsOn(local.AddDays(-1).DayOfWeek));
    }

    private bool BeginsOn(DayOfWeek day) => Days.Count == 0 || Days.Contains(day);
}
