namespace CloudCctv.Uploader.Upload.Budget;

/// <summary>
/// Bytes of each camera in each of the last months. Knows what to make of a month that nothing is known of: a clock that
/// goes wrong, another first day of the month or a lost file must not give a camera its bytes a second time. Not thread-safe.
/// </summary>
/// <param name="months">What is remembered.</param>
internal sealed class DataUse(Dictionary<DateOnly, Dictionary<string, long>> months)
{
    /// <summary>In place of a camera: what each of them is taken to have used while nobody counted. No camera is called so.</summary>
    private const string Everybody = "*";

    private const int MonthsKept = 4;

    // No month of a contract is shorter.
    private const int ShortestMonthDays = 28;

    public IReadOnlyDictionary<DateOnly, Dictionary<string, long>> Months => months;

    /// <param name="month">Now.</param>
    /// <param name="unknownBytes">What each camera may have used of it until now, if that is not known.</param>
    public void Begin(DataMonth month, long unknownBytes)
    {
        if (months.ContainsKey(month.Start))
        {
            return;
        }

        var before = months.Keys.Where(start => start < month.Start).Order().ToList();
        months[month.Start] = before.Count == 0 ? new(StringComparer.Ordinal) { [Everybody] = unknownBytes }
            : before[^1].AddDays(ShortestMonthDays) > month.Start ? new(months[before[^1]], StringComparer.Ordinal)
            : new(StringComparer.Ordinal);
        foreach (var old in months.Keys.Where(start => start != month.Start).Order().SkipLast(MonthsKept - 1).ToList())
        {
            months.Remove(old);
        }
    }

    public long Of(DataMonth month, string camera) => months[month.Start] is var cameras
        ? cameras.GetValueOrDefault(Everybody) + cameras.GetValueOrDefault(camera)
        : 0;

    /// <summary>All that was counted.</summary>
    public long Sum(DataMonth month) => months[month.Start].Where(camera => camera.Key != Everybody).Sum(camera => camera.Value);

    public void Add(DataMonth month, string camera, long bytes) =>
        months[month.Start][camera] = months[month.Start].GetValueOrDefault(camera) + bytes;
}
