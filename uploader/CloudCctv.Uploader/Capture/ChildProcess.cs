using System.ComponentModel;
using System.Diagnostics;

namespace CloudCctv.Uploader.Capture;

/// <summary>One run of a program that gives pictures on its output and says things on its error stream. Disposing ends it.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly Task readingErrors;
    private readonly CancellationTokenRegistration stop;

    private ChildProcess(Process process, Action<string?> heard, CancellationToken cancellationToken)
    {
        this.process = process;
        // A read from a pipe cannot be cancelled; it ends when the other side does.
        stop = cancellationToken.Register(Kill);
        readingErrors = ReadErrorsAsync(heard);
    }

    /// <summary>What it reads; ended unless it was started by <see cref="TryStartFed"/>.</summary>
    public Stream Input => process.StandardInput.BaseStream;

    public Stream Output => process.StandardOutput.BaseStream;

    /// <param name="program">Found in the path.</param>
    /// <param name="arguments">One each; no shell sees them.</param>
    /// <param name="input">What it reads on its input, which then ends.</param>
    /// <param name="heard">Called with each line of the error stream, one at a time, and with null at its end.</param>
    /// <param name="cancellationToken">Ends the program.</param>
    /// <returns>Null if there is no such program.</returns>
    public static ChildProcess? TryStart(string program, IEnumerable<string> arguments, string? input, Action<string?> heard, CancellationToken cancellationToken)
    {
        var child = TryStartFed(program, arguments, heard, cancellationToken);
        child?.GiveInput(input);
        return child;
    }

    /// <summary>As <see cref="TryStart"/>, for a program that is given its input bit by bit.</summary>
    public static ChildProcess? TryStartFed(string program, IEnumerable<string> arguments, Action<string?> heard, CancellationToken cancellationToken)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
            // It reads what strangers send; our credentials are none of its business.
            foreach (var ours in start.Environment.Keys.Where(name => name.StartsWith("CLOUDCCTV_", StringComparison.Ordinal)).ToList())
            {
                start.Environment.Remove(ours);
            }

            var process = Process.Start(start)!;
            PipeSize.Enlarge(process.StandardOutput.BaseStream);
            return new ChildProcess(process, heard, cancellationToken);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Waits for the end, after the output has ended.</summary>
    /// <returns>The exit code, when all it said has been heard.</returns>
    public async Task<int> WaitAsync(CancellationToken cancellationToken)
    {
        await process.WaitForExitAsync(cancellationToken);
        await readingErrors;
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.DisposeAsync();
        Kill();
        await process.WaitForExitAsync();
        await readingErrors;
        process.Dispose();
    }

    /// <summary>Not asked politely: it may hang on a dead network, and what it wrote is in our hands already.</summary>
    public void Kill()
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    private void GiveInput(string? input)
    {
        try
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already; its error stream says why.
        }
    }

    private async Task ReadErrorsAsync(Action<string?> heard)
    {
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            heard(line);
        }

        heard(null);
    }
}
