using CloudCctv.Tests.Support;

namespace CloudCctv.Benchmarks.Scale;

/// <summary>
/// Real servers with thousands of batches waiting: how near they come to the floor, what they hold in memory, and whether a
/// batch costs more because others wait.
/// </summary>
public static class WorkerScale
{
    private const int Backlog = 2000;
    private const int ShortBacklog = 20;
    private const int Rounds = 4;

    // As docs/design/scale.md reckons.
    private const int PeopleInOneOf = 10;

    private static readonly TimeSpan FloorTime = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan WorkTime = TimeSpan.FromSeconds(7);

    public static async Task<IReadOnlyList<BenchRow>> RunAsync(Action<string> progress, CancellationToken cancellationToken)
    {
        var pictures = new ScalePictures();
        using var folder = new TempFolder();
        var store = new ScaleStore(folder.File("store"), pictures, PeopleInOneOf);
        var busy = new ScaleStore(folder.File("busy"), pictures, peopleInOneOf: 2);
        var rows = new List<BenchRow>();
        foreach (var (workers, source, suffix) in new[] { (2, store, "2w"), (2, busy, "2w-busy"), (1, store, "1w"), (4, store, "4w") })
        {
            progress($"filling up to {Backlog} batches of {ScaleStore.FramesPerBatch} frames");
            await source.FillToAsync(Backlog, cancellationToken);
            progress($"{suffix}: {workers} workers, in turns with the floor");
            rows.AddRange(await BesideFloorAsync(workers, suffix, source, pictures, folder.File($"data-{suffix}"), cancellationToken));
        }

        progress($"cost per batch with {Backlog} and with {ShortBacklog} waiting");
        rows.AddRange(await CostRowsAsync(store, folder, pictures, cancellationToken));
        return rows;
    }

    /// <summary>Workers and floor take turns, so that what else the machine does hits both alike; a worker whose turn it is not is stopped.</summary>
    private static async Task<IReadOnlyList<BenchRow>> BesideFloorAsync(int count, string suffix, ScaleStore store, ScalePictures pictures, string data, CancellationToken cancellationToken)
    {
        using var floor = new DetectFloor(pictures.Mixed(store.PeopleInOneOf));
        await using var workers = await ScaleWorkers.StartAsync(count, store, Backlog, data, cancellationToken);
        var detectedBefore = await DetectTimes.SumAsync(store.Folder, cancellationToken);
        var firstMb = workers.ResidentMb();
        WorkDone done = default;
        (int Frames, double CpuSeconds, double Seconds) bare = default;
        for (var round = 0; round < Rounds; round++)
        {
            var before = await workers.DoneAsync(cancellationToken);
            await Task.Delay(WorkTime, cancellationToken);
            done += await workers.DoneAsync(cancellationToken) - before;
            await workers.PauseAsync();
            var turn = floor.Measure(FloorTime);
            bare = (bare.Frames + turn.Frames, bare.CpuSeconds + turn.CpuSeconds, bare.Seconds + turn.Seconds);
            await workers.GoOnAsync();
            // Not while they stand: one that was stopped in the middle of a write has the lock of its name.
            await store.FillToAsync(Backlog, cancellationToken);
        }

        var detected = await DetectTimes.SumAsync(store.Folder, cancellationToken) - detectedBefore;
        return Rows(suffix, done, bare, detected.DetectMs / detected.AllMs, firstMb, workers);
    }

    private static IReadOnlyList<BenchRow> Rows(
        string suffix, WorkDone done, (int Frames, double CpuSeconds, double Seconds) bare, double detectShare, IReadOnlyList<double> firstMb, ScaleWorkers workers)
    {
        var floorPerSecond = bare.Frames / bare.Seconds;
        double? target = suffix == "2w" ? 0.85 : null;
        var note = suffix switch
        {
            "2w" => $"floor: {floorPerSecond:0.0} frames/s in {DetectFloor.Threads} threads; one batch in {PeopleInOneOf} has people, whose frames are saved thrice",
            "2w-busy" => "every other batch has people",
            _ => null,
        };
        return
        [
            new BenchRow($"frames-per-s-{suffix}", done.FramesPerSecond, "frames/s", null, $"{ScalePictures.Width}×{ScalePictures.Height}, folder store"),
            new BenchRow($"throughput-vs-floor-{suffix}", done.FramesPerSecond / floorPerSecond, "×", target, note) { AtLeast = true },
            new BenchRow($"cpu-vs-floor-{suffix}", done.CpuSeconds / done.Frames / (bare.CpuSeconds / bare.Frames), "×", null, "processor time per frame"),
            new BenchRow($"detect-share-{suffix}", detectShare, "×", null, "of the time of batches, the part inside the detector; the rest is fetching, unpacking, previews, waiting for the disk"),
            new BenchRow($"rss-mb-{suffix}", workers.PeakMb.Sum(), "MB", null, $"peak, all together; largest {workers.PeakMb.Max():0}, now {workers.ResidentMb().Sum():0}, {firstMb.Sum():0} after the first batches"),
        ];
    }

    private static async Task<IReadOnlyList<BenchRow>> CostRowsAsync(ScaleStore store, TempFolder folder, ScalePictures pictures, CancellationToken cancellationToken)
    {
        var few = new ScaleStore(folder.File("few"), pictures, PeopleInOneOf);
        await few.FillToAsync(ShortBacklog, cancellationToken);
        await store.FillToAsync(Backlog, cancellationToken);
        await using var onFew = await ScaleWorkers.StartAsync(1, few, ShortBacklog, folder.File("data-few"), cancellationToken);
        await using var onMany = await ScaleWorkers.StartAsync(1, store, Backlog, folder.File("data-many"), cancellationToken);
        WorkDone costFew = default, costMany = default;
        for (var round = 0; round < Rounds; round++)
        {
            await onMany.PauseAsync();
            costFew += await CostAsync(onFew, token => few.FillToAsync(ShortBacklog, token), cancellationToken);
            await onFew.PauseAsync();
            await onMany.GoOnAsync();
            costMany += await CostAsync(onMany, _ => Task.CompletedTask, cancellationToken);
            await onFew.GoOnAsync();
        }

        await onMany.GoOnAsync();
        var (perFew, perMany) = (1000 * costFew.CpuSeconds / costFew.Batches, 1000 * costMany.CpuSeconds / costMany.Batches);
        return
        [
            new BenchRow("cpu-ms-per-batch-backlog-20", perFew, "ms"),
            new BenchRow("cpu-ms-per-batch-backlog-2000", perMany, "ms", null, $"{costMany.Batches} batches, {await store.WaitingAsync(cancellationToken)} still waiting"),
            new BenchRow("cost-ratio-backlog-2000-vs-20", perMany / perFew, "×", 1.15, "processor time of a worker per batch"),
        ];
    }

    private static async Task<WorkDone> CostAsync(ScaleWorkers workers, Func<CancellationToken, Task> refill, CancellationToken cancellationToken)
    {
        var before = await workers.DoneAsync(cancellationToken);
        var until = TimeProvider.System.GetUtcNow() + WorkTime;
        while (TimeProvider.System.GetUtcNow() < until)
        {
            await refill(cancellationToken);
            await Task.Delay(100, cancellationToken);
        }

        return await workers.DoneAsync(cancellationToken) - before;
    }
}
