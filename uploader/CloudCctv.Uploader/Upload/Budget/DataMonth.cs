namespace CloudCctv.Uploader.Upload.Budget;

/// <summary>A month as a contract counts it.</summary>
/// <param name="Start">Its first day.</param>
/// <param name="End">The first day of the next one.</param>
internal readonly record struct DataMonth(DateOnly Start, DateOnly End)
{
    /// <param name="local">A time in it.</param>
    /// <param name="startsOnDay">1 to 28.</param>
    public static DataMonth Of(DateTime local, int startsOnDay)
    {
        var today = DateOnly.FromDateTime(local);
        var start = new DateOnly(today.Year, today.Month, startsOnDay);
        start = start <= today ? start : start.AddMonths(-1);
        return new DataMonth(start, start.AddMonths(1));
    }

    /// <summary>Share of the month that has gone by, 0..1.</summary>
    public double Elapsed(DateTime local) =>
        Math.Clamp((local - Start.ToDateTime(TimeOnly.MinValue)) / (End.ToDateTime(TimeOnly.MinValue) - Start.ToDateTime(TimeOnly.MinValue)), 0, 1);
}
