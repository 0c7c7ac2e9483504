using System.Diagnostics;
using System.Globalization;
using CloudCctv.Demo;

namespace CloudCctv.Benchmarks.Scale;

/// <summary>Server processes on one store, each with one worker.</summary>
internal sealed class ScaleWorkers : IAsyncDisposable
{
    private const double TicksPerSecond = 100;

    // Until the runtime has compiled for good what is used often; a server runs for months after that.
    private const int WarmUpBatches = 300;

    private readonly List<RunningServer> servers = [];

    /// <summary>Highest resident set of each so far, MB.</summary>
    public IReadOnlyList<double> PeakMb => [.. servers.Select(server => server.Program.PeakMb)];

    /// <summary>Starts them and waits until each has warmed up.</summary>
    public static async Task<ScaleWorkers> StartAsync(int count, ScaleStore store, int waiting, string data, CancellationToken cancellationToken)
    {
        var workers = new ScaleWorkers();
        var environment = new Dictionary<string, string?> { ["CLOUDCCTV__Detector__Threads"] = "1", ["CLOUDCCTV__Alerts__Log"] = "false" };
        for (var i = 0; i < count; i++)
        {
            workers.servers.Add(await RunningServer.StartAsync(Path.Combine(data, $"server-{count}-{i}"), ["--store", store.Folder], environment, _ => { }, cancellationToken));
        }

        while ((await workers.CountsAsync(cancellationToken)).Any(one => one.Batches < WarmUpBatches))
        {
            await store.FillToAsync(waiting, cancellationToken);
            await Task.Delay(200, cancellationToken);
        }

        return workers;
    }

    public async Task<WorkDone> DoneAsync(CancellationToken cancellationToken)
    {
        var counts = await CountsAsync(cancellationToken);
        return new WorkDone(Stopwatch.GetTimestamp(), counts.Sum(one => one.Batches), counts.Sum(one => one.Frames), servers.Sum(server => CpuSeconds(server.Program.Id)));
    }

    public IReadOnlyList<double> ResidentMb() => [.. servers.Select(server => ResidentMb(server.Program.Id))];

    public Task PauseAsync() => SignalAsync("-STOP");

    public Task GoOnAsync() => SignalAsync("-CONT");

    public async ValueTask DisposeAsync()
    {
        foreach (var server in servers)
        {
            await server.Program.StopAsync();
            await server.DisposeAsync();
        }
    }

    private async Task<IReadOnlyList<ServerStatus>> CountsAsync(CancellationToken cancellationToken) =>
        await Task.WhenAll(servers.Select(server => server.StatusAsync(cancellationToken)));

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, .. servers.Select(server => server.Program.Id.ToString(CultureInfo.InvariantCulture))]);
        await kill.WaitForExitAsync();
    }

    /// <summary>User and system time of all threads, as the kernel counts it (proc(5), fields 14 and 15).</summary>
    private static double CpuSeconds(int processId)
    {
        var stat = File.ReadAllText($"/proc/{processId}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    private static double ResidentMb(int processId) =>
        double.Parse(File.ReadLines($"/proc/{processId}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1.024 / 1000;
}

/// <summary>What all workers together have done by a time.</summary>
internal readonly record struct WorkDone(long At, long Batches, long Frames, double CpuSeconds)
{
    public static WorkDone operator -(WorkDone later, WorkDone earlier) => new(
        later.At - earlier.At, later.Batches - earlier.Batches, later.Frames - earlier.Frames, later.CpuSeconds - earlier.CpuSeconds);

    public static WorkDone operator +(WorkDone one, WorkDone other) => new(
        one.At + other.At, one.Batches + other.Batches, one.Frames + other.Frames, one.CpuSeconds + other.CpuSeconds);

    /// <summary>Of a difference.</summary>
    public double Seconds => At / (double)Stopwatch.Frequency;

    public double FramesPerSecond => Frames / Seconds;
}
