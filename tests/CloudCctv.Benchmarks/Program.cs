using System.CommandLine;
using CloudCctv.Benchmarks;
using CloudCctv.Benchmarks.Fuzz;
using CloudCctv.Benchmarks.Faults;
using CloudCctv.Benchmarks.Detect;
using CloudCctv.Benchmarks.Gallery;
using CloudCctv.Benchmarks.Gate;
using CloudCctv.Benchmarks.Latency;
using CloudCctv.Benchmarks.Scale;

var benches = new Dictionary<string, Func<Action<string>, CancellationToken, Task<IReadOnlyList<BenchRow>>>>
{
    ["main"] = MainBench.RunAsync,
    ["gate"] = GateBench.RunAsync,
    ["gate-cost"] = GateBench.RunCostAsync,
    ["gate-clips"] = GateBench.RunClipsAsync,
    ["objects"] = ObjectBench.RunAsync,
    ["fuzz"] = FuzzBench.RunAsync,
    ["fuzz-slice"] = FuzzSlice.RunAsync,
    ["faults"] = FaultsBench.RunAsync,
    ["scale"] = ScaleBench.RunAsync,
    ["latency"] = LatencyBench.RunAsync,
    ["gallery"] = GalleryBench.RunAsync,
    ["detect"] = DetectBench.RunAsync,
    ["detect-speed"] = DetectBench.RunSpeedAsync,
    ["detect-recall"] = DetectBench.RunRecallAsync,
};
foreach (var (part, run) in FaultsBench.Parts.Concat(ScaleBench.Parts).Concat(LatencyBench.Parts))
{
    benches[part] = run;
}

var name = new Argument<string>("name") { Description = "Which bench.", DefaultValueFactory = _ => "main" };
name.AcceptOnlyFromAmong([.. benches.Keys]);
var json = new Option<string?>("--json") { Description = "Also write the figures to this file.", HelpName = "FILE" };

var root = new RootCommand("Benchmarks of CloudCctv: ratios, measured in one run.") { name, json };
root.SetAction(async (arguments, cancellationToken) =>
{
    var bench = arguments.GetRequiredValue(name);
    var rows = await benches[bench](step => Console.Error.WriteLine($"── {step}"), cancellationToken);
    var report = BenchReport.For(bench, rows);
    report.Print(Console.Out);
    if (arguments.GetValue(json) is { } file)
    {
        await File.WriteAllTextAsync(file, report.ToJson(), cancellationToken);
    }

    return rows.Any(row => row.Ok == false) ? 1 : 0;
});
return await root.Parse(args).InvokeAsync();
