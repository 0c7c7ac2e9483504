using CloudCctv.Tests.Support;

namespace CloudCctv.Benchmarks.Latency;

/// <summary>From the first significant picture to the alert on the phone: real processes, a real recording at its own pace.</summary>
internal static class LatencyBench
{
    private const int Events = 30;
    private const string Missing = "one-by-one-person.mp4 is not here";

    /// <summary>Name → part.</summary>
    public static IReadOnlyDictionary<string, Func<Action<string>, CancellationToken, Task<IReadOnlyList<BenchRow>>>> Parts { get; } =
        new Dictionary<string, Func<Action<string>, CancellationToken, Task<IReadOnlyList<BenchRow>>>>
        {
            ["latency-folder"] = (progress, cancellationToken) => RunAsync(["folder"], progress, cancellationToken),
            ["latency-azurite"] = (progress, cancellationToken) => RunAsync(["azurite"], progress, cancellationToken),
        };

    public static Task<IReadOnlyList<BenchRow>> RunAsync(Action<string> progress, CancellationToken cancellationToken) =>
        RunAsync(["folder", "azurite"], progress, cancellationToken);

    private static async Task<IReadOnlyList<BenchRow>> RunAsync(string[] stores, Action<string> progress, CancellationToken cancellationToken)
    {
        if (Clips.OneByOne is null)
        {
            return [.. stores.SelectMany(store => LatencyRows.Unmeasured(store, Missing))];
        }

        progress("looking for events in the recording");
        var script = RecordingScript.Make(Clips.OneByOne, Events);
        var rows = new List<BenchRow>();
        foreach (var store in stores)
        {
            progress($"{Events} events on {store}, {script.Pictures.Count / RecordingScript.FramesPerSecond} s");
            rows.AddRange(await MeasureAsync(script, store, progress, cancellationToken));
        }

        return rows;
    }

    private static async Task<IReadOnlyList<BenchRow>> MeasureAsync(RecordingScript script, string store, Action<string> progress, CancellationToken cancellationToken)
    {
        if (store == "folder")
        {
            return await MeasureAsync(script, store, connection: null, progress, cancellationToken);
        }

        if (AzuriteServer.MissingReason is { } reason)
        {
            return LatencyRows.Unmeasured(store, reason);
        }

        await using var azurite = await AzuriteServer.StartAsync(cancellationToken);
        return await MeasureAsync(script, store, azurite.ConnectionString, progress, cancellationToken);
    }

    private static async Task<IReadOnlyList<BenchRow>> MeasureAsync(RecordingScript script, string store, string? connection, Action<string> progress, CancellationToken cancellationToken)
    {
        using var run = new LatencyRun(script, connection);
        var events = await run.RunAsync(cancellationToken);
        if (events.Any(one => one.Told is null))
        {
            run.Said.ToList().ForEach(progress);
        }

        foreach (var (number, one) in events.Index())
        {
            progress($"event {number + 1} at {script.Events[number].First / (double)RecordingScript.FramesPerSecond:0.0} s: {one}");
        }

        return LatencyRows.For(store, events);
    }
}
