using System.ComponentModel;
using System.Diagnostics;

namespace CloudCctv.Uploader.Clips;

/// <summary>One run of ffmpeg for a clip, at low priority. Disposing ends it.</summary>
internal sealed class ClipProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly Task<string> complaints;
    private readonly CancellationTokenRegistration stop;

    private ClipProcess(Process process, CancellationToken cancellationToken)
    {
        this.process = process;
        complaints = process.StandardError.ReadToEndAsync(CancellationToken.None);
        stop = cancellationToken.Register(Kill);
    }

    public Stream Input => process.StandardInput.BaseStream;

    /// <exception cref="ClipException">ffmpeg is not installed.</exception>
    public static ClipProcess Start(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("ffmpeg", arguments) { RedirectStandardInput = true, RedirectStandardError = true };
        // It reads what cameras send; our credentials are none of its business.
        foreach (var ours in start.Environment.Keys.Where(name => name.StartsWith("CLOUDCCTV_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(ours);
        }

        try
        {
            var process = Process.Start(start)!;
            StepBack(process);
            return new ClipProcess(process, cancellationToken);
        }
        catch (Win32Exception exception)
        {
            throw new ClipException("ffmpeg cannot be started. Install it: sudo apt-get install ffmpeg", exception);
        }
    }

    /// <summary>Runs ffmpeg to its end.</summary>
    /// <exception cref="ClipException">It failed; the message is its last words.</exception>
    public static async Task RunAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        await using var run = Start(arguments, cancellationToken);
        await run.EndAsync(cancellationToken);
    }

    /// <summary>Ends the input and waits for the end.</summary>
    /// <exception cref="ClipException">It failed; the message is its last words.</exception>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended by itself; why is what it says below.
        }

        await process.WaitForExitAsync(CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();
        if (process.ExitCode != 0)
        {
            var last = (await complaints).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault();
            throw new ClipException(last ?? $"ffmpeg ended with code {process.ExitCode}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.DisposeAsync();
        Kill();
        await process.WaitForExitAsync();
        await complaints;
        process.Dispose();
    }

    // Evidence first: watching and sending go before making films.
    private static void StepBack(Process process)
    {
        try
        {
            process.PriorityClass = ProcessPriorityClass.BelowNormal;
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            // It has ended already, and its end says why.
        }
    }

    private void Kill()
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }
}
