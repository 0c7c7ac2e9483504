using System.Diagnostics;
using CloudCctv.Demo;

namespace CloudCctv.Benchmarks.Detect;

/// <summary>A process of ours from nothing to the first picture's detections, with the optimised graph at hand and without.</summary>
internal static class ColdStartRows
{
    private const int Rounds = 9;

    public static BenchRow[] Measure(Clips clips, byte[] jpeg)
    {
        var folder = clips.Folder("cold");
        var picture = Path.Combine(folder, "picture.jpg");
        File.WriteAllBytes(picture, jpeg);
        var cache = Path.Combine(folder, "cache");
        Start(picture, cache);
        var spreads = Spread.Interleaved(Rounds, () => Start(picture, cache), () => Start(picture, "/proc/none"));
        return
        [
            new("cold-start-ms", spreads[0].Least, "ms", null, $"cctv-server detect, process start to end, one 1080p picture, embedded model; {spreads[0]}"),
            new("cold-start-ms-without-graph-cache", spreads[1].Least, "ms", null, $"{spreads[1]}"),
        ];
    }

    private static double Start(string picture, string cache)
    {
        var start = new ProcessStartInfo("dotnet", [Programs.Server, "detect", "--json", picture]) { RedirectStandardOutput = true };
        start.Environment["XDG_CACHE_HOME"] = cache;
        return Spread.Timed(() =>
        {
            using var process = Process.Start(start)!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"cctv-server detect ended with {process.ExitCode}.");
            }
        })();
    }
}
