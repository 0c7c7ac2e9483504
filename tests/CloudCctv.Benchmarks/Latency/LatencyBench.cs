using CloudCctv.Tests.Support;

namespace CloudCctv.Benchmarks.Latency;

/// <summary>From the first picture with somebody in it to the alert on the phone, and where that time goes.</summary>
internal static class LatencyBench
{
    private const int Visits = 30;
    private const double MedianSeconds = 1.0;
    private const double MostSeconds = 2.0;

    public static Task<IReadOnlyList<BenchRow>> RunAsync(Action<string> progress, CancellationToken cancellationToken) => RunAsync(["folder", "azurite"], progress, cancellationToken);

    /// <summary>Name → part.</summary>
    public static IReadOnlyDictionary<string, Func<Action<string>, CancellationToken, Task<IReadOnlyList<BenchRow>>>> Parts { get; } =
        new Dictionary<string, Func<Action<string>, CancellationToken, Task<IReadOnlyList<BenchRow>>>>
        {
            ["latency-folder"] = (progress, cancellationToken) => RunAsync(["folder"], progress, cancellationToken),
            ["latency-azurite"] = (progress, cancellationToken) => RunAsync(["azurite"], progress, cancellationToken),
        };

    private static async Task<IReadOnlyList<BenchRow>> RunAsync(string[] stores, Action<string> progress, CancellationToken cancellationToken)
    {
        if (Clips.OneByOne is null)
        {
            return [.. stores.SelectMany(store => Targets(store, null, null, "one-by-one-person.mp4 is not here"))];
        }

        progress("looking for walks in the clip");
        var script = VisitScript.Make(Clips.OneByOne, Visits);
        var rows = new List<BenchRow>();
        foreach (var store in stores)
        {
            progress($"{Visits} visits at {VisitScript.FramesPerSecond} frames per second, {store} ({script.Pictures.Count / VisitScript.FramesPerSecond} s)");
            rows.AddRange(await MeasureAsync(script, store, progress, cancellationToken));
        }

        return rows;
    }

    private static async Task<IReadOnlyList<BenchRow>> MeasureAsync(VisitScript script, string store, Action<string> progress, CancellationToken cancellationToken)
    {
        if (store == "folder")
        {
            return Rows(store, await LatencyRun.RunAsync(script, null, progress, cancellationToken));
        }

        if (AzuriteServer.MissingReason is { } reason)
        {
            return Targets(store, null, null, reason);
        }

        await using var azurite = await AzuriteServer.StartAsync(cancellationToken);
        return Rows(store, await LatencyRun.RunAsync(script, azurite.ConnectionString, progress, cancellationToken));
    }

    private static IReadOnlyList<BenchRow> Rows(string store, IReadOnlyList<VisitTimes> visits)
    {
        // A visit without an alert counts as one that never came.
        var whole = visits.Select(visit => (visit.Alerted - visit.Sent)?.TotalSeconds ?? double.PositiveInfinity).Order().ToList();
        var told = visits.Where(visit => visit.Alerted is not null).ToList();
        var note = $"{told.Count} of {visits.Count} visits told; longest {whole.LastOrDefault(double.IsFinite):0.00} s";
        return
        [
            .. Targets(store, At(whole, 0.5), At(whole, 0.95), note),
            Step("confirm", "first picture sent → event began; four frames apart are 0.4 s", visit => visit.Began - visit.Sent),
            Step("seal", "→ batch on the device's disk", visit => visit.Sealed - visit.Began),
            Step("upload", "→ store has batch and message", visit => visit.Delivered - visit.Sealed),
            Step("queue", "→ a worker has it", visit => visit.Received - visit.Delivered),
            Step("analyse-and-tell", "→ the phone has the alert", visit => visit.Alerted - visit.Received),
        ];

        BenchRow Step(string name, string what, Func<VisitTimes, TimeSpan?> time)
        {
            var all = told.Select(time).OfType<TimeSpan>().Select(one => one.TotalSeconds).Order().ToList();
            return new BenchRow($"{name}-p50-s-{store}", all.Count == 0 ? null : At(all, 0.5), "s", null, all.Count == 0 ? what : $"{what}; p95 {At(all, 0.95):0.00} s");
        }
    }

    private static BenchRow[] Targets(string store, double? median, double? most, string note) =>
    [
        new BenchRow($"p50-s-{store}", Finite(median), "s", MedianSeconds, note),
        new BenchRow($"p95-s-{store}", Finite(most), "s", MostSeconds, most is null or < double.PositiveInfinity ? null : "more than one visit in twenty was not told"),
    ];

    // What cannot be told as a number is no number that passes.
    private static double? Finite(double? seconds) => seconds is double.PositiveInfinity ? 9_999 : seconds;

    private static double At(List<double> ordered, double share) => ordered[Math.Min(ordered.Count - 1, (int)Math.Ceiling(share * ordered.Count) - 1)];
}
