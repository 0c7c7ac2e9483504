namespace CloudCctv.Uploader.Capture;

/// <summary>One run of ffmpeg: pictures on its output, facts and complaints on its error stream. Disposing ends it.</summary>
internal sealed class FfmpegProcess : IAsyncDisposable
{
    private readonly TaskCompletionSource<StreamInfo?> info = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ChildProcess child;
    private TimeSpan? duration;

    private FfmpegProcess(IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        child = ChildProcess.TryStart("ffmpeg", arguments, Heard, cancellationToken)
            ?? throw new CaptureException("ffmpeg cannot be started. Install it: sudo apt-get install ffmpeg");

    public Stream Output => child.Output;

    /// <summary>What the input is, as soon as ffmpeg has opened it; null if it ended before.</summary>
    public Task<StreamInfo?> Info => info.Task;

    /// <summary>ffmpeg's last complaint; it may have gone on after it.</summary>
    public string? Complaint { get; private set; }

    /// <exception cref="CaptureException">ffmpeg is not installed.</exception>
    public static FfmpegProcess Start(IEnumerable<string> arguments, CancellationToken cancellationToken) => new(arguments, cancellationToken);

    /// <summary>Waits for the end, after the output has ended.</summary>
    /// <returns>Null if all went well, else ffmpeg's last words.</returns>
    public async Task<string?> WaitAsync(CancellationToken cancellationToken) =>
        await child.WaitAsync(cancellationToken) is var code && code == 0 ? null : Complaint ?? $"ffmpeg ended with code {code}";

    public ValueTask DisposeAsync() => child.DisposeAsync();

    private void Heard(string? raw)
    {
        if (raw is null)
        {
            info.TrySetResult(null);
            return;
        }

        var line = FfmpegLine.Parse(raw);
        Complaint = line.IsComplaint ? line.Text : Complaint;
        duration ??= StreamInfo.TryParseDuration(line.Text);
        if (!info.Task.IsCompleted && StreamInfo.TryParse(line.Text) is { } found)
        {
            info.TrySetResult(found with { Duration = duration });
        }
    }
}
