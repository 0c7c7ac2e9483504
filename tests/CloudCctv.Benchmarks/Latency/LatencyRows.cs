namespace CloudCctv.Benchmarks.Latency;

/// <summary>What is said of one run.</summary>
internal static class LatencyRows
{
    private const double MedianSeconds = 1.0;
    private const double MostSeconds = 2.0;

    // Later than anybody waits: an event that nobody was told of is no number that could pass.
    private const double Never = 9_999;

    public static IReadOnlyList<BenchRow> Unmeasured(string store, string reason) => Targets(store, null, null, null, reason);

    public static IReadOnlyList<BenchRow> For(string store, IReadOnlyList<EventTimes> events)
    {
        var all = Ordered(events.Select(one => one.Latency?.TotalSeconds ?? Never));
        var told = events.Where(one => one.Told is not null).ToList();
        return
        [
            .. Targets(store, At(all, 0.5), At(all, 0.95), events.Count - told.Count, $"{told.Count} of {events.Count} events told; quickest {all[0]:0.00} s, slowest {all[^1]:0.00} s"),
            .. told.GroupBy(one => one.Told!.Part).OrderBy(group => group.Key).Select(group => new BenchRow(
                $"by-batch-{group.Key}-p50-s-{store}", At(Ordered(group.Select(one => one.Latency!.Value.TotalSeconds)), 0.5), "s", null, $"{group.Count()} events")),
            Step("decide", "first significant picture → the device says that it is an event", one => one.Decided!.Value - one.Sent),
            Step("batch", "→ the batch that tells is closed; nearly 0 if it is the first", one => one.Told!.Sealed - one.Decided!.Value),
            Step("upload", "→ the store has batch and message", one => one.Told!.Upload),
            Step("queue", "→ a worker has it", one => one.Told!.Queue),
            Step("open", "fetch, unzip, check", one => one.Told!.Open),
            Step("detect", "the detector, all frames of the batch", one => one.Told!.Detect),
            Step("tell", "claim, verdict, best picture, outbox, → the phone has the alert", one => one.Told!.Tell),
            Step("save", "not a step: all pictures, previews and records, the best of them before the alert", one => one.Told!.Save),
            Step("recognisable", "not a step: first significant picture → first picture in which the detector is sure of a person", one => one.Recognisable - one.Sent),
        ];

        BenchRow Step(string name, string what, Func<EventTimes, TimeSpan?> time)
        {
            var ordered = Ordered(told.Select(time).OfType<TimeSpan>().Select(one => one.TotalSeconds));
            return ordered.Count == 0
                ? new BenchRow($"{name}-mean-s-{store}", null, "s", null, what)
                : new BenchRow($"{name}-mean-s-{store}", ordered.Average(), "s", null, $"{what} (p50 {At(ordered, 0.5):0.00}, p95 {At(ordered, 0.95):0.00})");
        }
    }

    private static BenchRow[] Targets(string store, double? median, double? most, int? untold, string note) =>
    [
        new BenchRow($"p50-s-{store}", median, "s", MedianSeconds, note),
        new BenchRow($"p95-s-{store}", most, "s", MostSeconds),
        new BenchRow($"untold-{store}", untold, "events", 0),
    ];

    private static List<double> Ordered(IEnumerable<double> values) => [.. values.Order()];

    // Nearest rank.
    private static double At(List<double> ordered, double share) => ordered[(int)Math.Ceiling(share * ordered.Count) - 1];
}
