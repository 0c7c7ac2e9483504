using System.Diagnostics;

namespace CloudCctv.Demo;

/// <summary>One of our programs as a process: its lines as they come, its memory, and an orderly end.</summary>
public sealed class ChildProgram : IAsyncDisposable
{
    private readonly Process process;
    private readonly Task reading;
    private readonly PeakMemory memory;

    private ChildProgram(Process process, Action<string> onLine)
    {
        this.process = process;
        memory = new PeakMemory(process.Id);
        reading = Task.WhenAll(ReadAsync(process.StandardOutput, onLine), ReadAsync(process.StandardError, onLine));
    }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    /// <summary>Highest resident set of the process and its children so far, MB.</summary>
    public double PeakMb => memory.PeakMb;

    /// <param name="dll">A compiled program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables beside those of this process.</param>
    /// <param name="onLine">Called for each line of output, from another thread.</param>
    public static ChildProgram Start(string dll, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> environment, Action<string> onLine)
    {
        var start = new ProcessStartInfo("dotnet", [dll, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new ChildProgram(Process.Start(start)!, onLine);
    }

    /// <returns>The exit code.</returns>
    public async Task<int> WaitAsync(CancellationToken cancellationToken)
    {
        await process.WaitForExitAsync(cancellationToken);
        await reading;
        return process.ExitCode;
    }

    /// <summary>Asks it to end, as systemd does, and waits.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        if (!process.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            await kill.WaitForExitAsync();
        }

        return await WaitAsync(CancellationToken.None);
    }

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync()
    {
        process.Kill(entireProcessTree: true);
        await WaitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await KillAsync();
        }

        await memory.DisposeAsync();
        process.Dispose();
    }

    private static async Task ReadAsync(StreamReader output, Action<string> onLine)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            onLine(line);
        }
    }
}
