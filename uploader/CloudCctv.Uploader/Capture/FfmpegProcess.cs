using System.ComponentModel;
using System.Diagnostics;

namespace CloudCctv.Uploader.Capture;

/// <summary>One run of ffmpeg: pictures on its output, facts and complaints on its error stream. Disposing ends it.</summary>
internal sealed class FfmpegProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly Task readingErrors;
    private readonly CancellationTokenRegistration stop;
    private readonly TaskCompletionSource<StreamInfo?> info = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string lastComplaint = "";

    private FfmpegProcess(Process process, CancellationToken cancellationToken)
    {
        this.process = process;
        // A read from a pipe cannot be cancelled; it ends when the other side does.
        stop = cancellationToken.Register(Kill);
        readingErrors = ReadErrorsAsync();
    }

    public Stream Output => process.StandardOutput.BaseStream;

    /// <summary>What the input is, as soon as ffmpeg has opened it; null if it ended before.</summary>
    public Task<StreamInfo?> Info => info.Task;

    /// <exception cref="CaptureException">ffmpeg is not installed.</exception>
    public static FfmpegProcess Start(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        try
        {
            var start = new ProcessStartInfo("ffmpeg", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
            // It reads what strangers send; our credentials are none of its business.
            foreach (var ours in start.Environment.Keys.Where(name => name.StartsWith("CLOUDCCTV_", StringComparison.Ordinal)).ToList())
            {
                start.Environment.Remove(ours);
            }

            return new FfmpegProcess(Process.Start(start)!, cancellationToken);
        }
        catch (Win32Exception exception)
        {
            throw new CaptureException("ffmpeg cannot be started. Install it: sudo apt-get install ffmpeg", exception);
        }
    }

    /// <summary>Waits for the end, after the output has ended.</summary>
    /// <returns>Null if all went well, else ffmpeg's last words.</returns>
    public async Task<string?> WaitAsync(CancellationToken cancellationToken)
    {
        await process.WaitForExitAsync(cancellationToken);
        await readingErrors;
        return process.ExitCode == 0 ? null : lastComplaint.Length > 0 ? lastComplaint : $"ffmpeg ended with code {process.ExitCode}";
    }

    public async ValueTask DisposeAsync()
    {
        await stop.DisposeAsync();
        Kill();
        await process.WaitForExitAsync();
        await readingErrors;
        process.Dispose();
    }

    // Not asked politely: it may hang on a dead network, and what it wrote is in our hands already.
    private void Kill()
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

    private async Task ReadErrorsAsync()
    {
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            if (!info.Task.IsCompleted && StreamInfo.TryParse(line) is { } found)
            {
                info.TrySetResult(found);
            }
            else if (line.Length > 0 && !char.IsWhiteSpace(line[0]))
            {
                lastComplaint = line;
            }
        }

        info.TrySetResult(null);
    }
}
