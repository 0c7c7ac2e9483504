using CloudCctv.Demo;
using CloudCctv.Detection;
using CloudCctv.Detection.Preprocessing;
using CloudCctv.Tests.Support;

namespace CloudCctv.Benchmarks.Detect;

/// <summary>The detector: time beside the floor and beside OpenCV, cold start, memory, and whom a second look finds.</summary>
internal static class DetectBench
{
    private const string Reference = "yolox_nano_416";

    public static async Task<IReadOnlyList<BenchRow>> RunAsync(Action<string> progress, CancellationToken cancellationToken) =>
        [.. await RunSpeedAsync(progress, cancellationToken), .. await RunRecallAsync(progress, cancellationToken)];

    /// <summary>Only time and memory.</summary>
    public static async Task<IReadOnlyList<BenchRow>> RunSpeedAsync(Action<string> progress, CancellationToken cancellationToken)
    {
        using var clips = new Clips();
        progress("making 1080p pictures");
        var clip = clips.Mjpeg1080(100);
        var pictures = clips.Pictures(clip, 40);
        using var peer = OpenCvPeer.Start(clips.Folder("peer"), pictures, threads: 2);
        var models = new ModelRows(pictures, peer);
        var rows = new List<BenchRow>();
        foreach (var path in Models())
        {
            var name = Path.GetFileNameWithoutExtension(path);
            progress(name);
            rows.AddRange(Measure(models, path, name));
        }

        progress("preparation, cold start, memory");
        rows.AddRange(models.MeasurePreparation(ObjectDetector.DefaultModelPath));
        rows.AddRange(ColdStartRows.Measure(clips, pictures[0]));
        await using var run = new DemoRun(new DemoOptions { Source = clip, MaxSpeed = true, DataFolder = clips.Folder("memory") }, (_, _) => { });
        rows.Add(new BenchRow("server-rss-mb", (await run.RunAsync(cancellationToken)).PeakRssServerMb, "MB", 350, "peak, 1080p, one model, second look and previews included"));
        return rows;
    }

    /// <summary>Only whom a second look finds.</summary>
    public static Task<IReadOnlyList<BenchRow>> RunRecallAsync(Action<string> progress, CancellationToken cancellationToken)
    {
        using var clips = new Clips();
        var reference = Models().FirstOrDefault(path => Path.GetFileNameWithoutExtension(path) == Reference);
        IReadOnlyList<BenchRow> rows = Clips.Pedestrians is { } source && reference is not null
            ? [.. SecondLookRows.Measure(new FarPeople(clips, source, reference), progress)]
            : [new BenchRow("recall", null, "of people", null, $"vtest.avi or {Reference}.onnx is not here")];
        return Task.FromResult(rows);
    }

    private static IEnumerable<BenchRow> Measure(ModelRows models, string path, string name)
    {
        try
        {
            var rows = models.Measure(path, name, isReference: name == Reference);
            return name == ModelRowsName.Embedded ? [.. rows, EmbeddedSquare()] : rows;
        }
        catch (ModelException fault)
        {
            return [new BenchRow($"ms: {name}", null, "ms/frame", null, fault.Message)];
        }
    }

    /// <summary>The target's own unit: a square input, filled.</summary>
    private static BenchRow EmbeddedSquare()
    {
        using var floor = new Floor(ObjectDetector.DefaultModelPath, 416, 416, threads: 2);
        var spread = Spread.Interleaved(100, Spread.Timed(floor.Run))[0];
        return new BenchRow("embedded-ms-416-2t", spread.Least, "ms/frame", 10, $"session alone, 416×416; {spread}");
    }

    private static IEnumerable<string> Models()
    {
        var folder = Environment.GetEnvironmentVariable("CLOUDCCTV_MODELS") ?? RepositoryRoot.File("..", "shared", "models");
        var others = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.onnx").Order(StringComparer.Ordinal) : Enumerable.Empty<string>();
        return others.Prepend(ObjectDetector.DefaultModelPath);
    }
}
