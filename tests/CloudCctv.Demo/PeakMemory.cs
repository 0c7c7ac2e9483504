using System.Globalization;

namespace CloudCctv.Demo;

/// <summary>Watches the resident set of a process and its children through /proc, several times a second.</summary>
public sealed class PeakMemory : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly Task watching;

    public PeakMemory(int processId) => watching = WatchAsync(processId);

    /// <summary>Highest sum seen, MB.</summary>
    public double PeakMb { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await watching;
        stop.Dispose();
    }

    private async Task WatchAsync(int processId)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        try
        {
            do
            {
                PeakMb = Math.Max(PeakMb, Tree(processId).Sum(ResidentKilobytes) / 1000.0);
            }
            while (await timer.WaitForNextTickAsync(stop.Token));
        }
        catch (OperationCanceledException)
        {
            // Nobody asks any more.
        }
    }

    private static IEnumerable<int> Tree(int processId) => [processId, .. Children(processId).SelectMany(Tree)];

    private static IEnumerable<int> Children(int processId)
    {
        try
        {
            return [.. Directory.EnumerateDirectories($"/proc/{processId}/task")
                .SelectMany(task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Select(child => int.Parse(child, CultureInfo.InvariantCulture))];
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static double ResidentKilobytes(int processId)
    {
        try
        {
            var line = File.ReadLines($"/proc/{processId}/status").FirstOrDefault(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1.024;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
