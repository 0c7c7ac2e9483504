using System.Collections.Concurrent;
using System.Diagnostics;
using CloudCctv.Contracts.Faults;
using CloudCctv.Demo;

namespace CloudCctv.Benchmarks.Faults.Workers;

/// <summary>One place for a server: started, killed, started again. One life after the other.</summary>
internal sealed class DoomedWorker(string data, IReadOnlyDictionary<string, string?> environment)
{
    /// <summary>A step that is not reached in this time, once it is up, is not reached at all: then it is killed as it stands.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    private readonly ConcurrentQueue<string> lastLines = new();

    /// <summary>What the server said last, for whoever asks why.</summary>
    public string Log => string.Join('\n', lastLines);

    /// <summary>Kills a life after a while, wherever it is then.</summary>
    /// <param name="life">From when it is up; null to kill it while it is still starting.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task LiveAsync(TimeSpan? life, CancellationToken cancellationToken)
    {
        await using var server = Start(step: null);
        if (life is not null)
        {
            await IsUpAsync(server, cancellationToken);
        }

        await Task.Delay(life ?? TimeSpan.FromMilliseconds(400), cancellationToken);
        await server.KillAsync();
    }

    /// <summary>Lets a life kill itself at a named step.</summary>
    /// <param name="step">The step, and after a colon how many times it must be reached.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False if it did not get there and was killed elsewhere.</returns>
    public async Task<bool> LiveUntilAsync(string step, CancellationToken cancellationToken)
    {
        await using var server = Start(step);
        await IsUpAsync(server, cancellationToken);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await server.WaitAsync(patience.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await server.KillAsync();
            return false;
        }
    }

    /// <summary>A life that nobody ends but the caller.</summary>
    public ChildProgram Start(string? step)
    {
        Directory.CreateDirectory(data);
        File.Delete(ServerFile);
        var own = new Dictionary<string, string?>(environment) { [CrashPoint.Variable] = step };
        return ChildProgram.Start(Programs.Server, ["run", "--data", data, "--url", "http://127.0.0.1:0"], own, Keep);
    }

    private string ServerFile => Path.Combine(data, "server.json");

    /// <summary>Waits until it serves, or has ended.</summary>
    private async Task IsUpAsync(ChildProgram server, CancellationToken cancellationToken)
    {
        var waited = Stopwatch.StartNew();
        while (!File.Exists(ServerFile) && !server.HasExited && waited.Elapsed < StartLimit)
        {
            await Task.Delay(50, cancellationToken);
        }
    }

    private void Keep(string line)
    {
        lastLines.Enqueue(line);
        while (lastLines.Count > 40)
        {
            lastLines.TryDequeue(out _);
        }
    }
}
