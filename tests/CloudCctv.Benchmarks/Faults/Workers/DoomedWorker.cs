using System.Collections.Concurrent;
using CloudCctv.Contracts.Faults;
using CloudCctv.Demo;

namespace CloudCctv.Benchmarks.Faults.Workers;

/// <summary>One place for a server: started, killed, started again. One life after the other.</summary>
internal sealed class DoomedWorker(string data, IReadOnlyDictionary<string, string?> environment)
{
    /// <summary>A step that is not reached in this time is not reached at all: then it is killed as it stands.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);

    private readonly ConcurrentQueue<string> lastLines = new();

    /// <summary>What the server said last, for whoever asks why.</summary>
    public string Log => string.Join('\n', lastLines);

    /// <summary>Kills a life after a while, wherever it is then; also while it is still starting.</summary>
    public async Task LiveAsync(TimeSpan life, CancellationToken cancellationToken)
    {
        await using var server = Start(step: null);
        await Task.Delay(life, cancellationToken);
        await server.KillAsync();
    }

    /// <summary>Lets a life kill itself at a named step.</summary>
    /// <param name="step">The step, and after a colon how many times it must be reached.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False if it did not get there and was killed elsewhere.</returns>
    public async Task<bool> LiveUntilAsync(string step, CancellationToken cancellationToken)
    {
        await using var server = Start(step);
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
        var own = new Dictionary<string, string?>(environment) { [CrashPoint.Variable] = step };
        return ChildProgram.Start(Programs.Server, ["run", "--data", data, "--url", "http://127.0.0.1:0"], own, Keep);
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
