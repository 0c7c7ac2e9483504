namespace CloudCctv.Uploader.Capture;

/// <summary>One run of ffmpeg: pictures on its output, facts and complaints on its error stream. Disposing ends it.</summary>
internal sealed class FfmpegProcess : IAsyncDisposable
{
    private readonly TaskCompletionSource<StreamInfo?> info = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ChildProcess child;
    private TimeSpan? duration;
    private string? lastComplaint;

    private FfmpegProcess(IEnumerable<string> arguments, string? input, CancellationToken cancellationToken) =>
        child = ChildProcess.TryStart("ffmpeg", arguments, input, Heard, cancellationToken)
            ?? throw new CaptureException("ffmpeg cannot be started. Install it: sudo apt-get install ffmpeg");

    public Stream Output => child.Output;

    /// <summary>What the input is, as soon as ffmpeg has opened it; null if it ended before.</summary>
    public Task<StreamInfo?> Info => info.Task;

    /// <summary>ffmpeg's first complaint, after which it may have gone on; null if there was none.</summary>
    public string? FirstComplaint { get; private set; }

    /// <exception cref="CaptureException">ffmpeg is not installed.</exception>
    public static FfmpegProcess Start(SourceAddress source, FrameFormat format, CaptureOptions options, CancellationToken cancellationToken) =>
        new(FfmpegArguments.For(source, format, options), FfmpegArguments.InputText(source, options), cancellationToken);

    /// <summary>Waits for the end, after the output has ended.</summary>
    /// <returns>Null if all went well, else ffmpeg's last words.</returns>
    public async Task<string?> WaitAsync(CancellationToken cancellationToken) =>
        await child.WaitAsync(cancellationToken) is var code && code == 0 ? null : lastComplaint ?? $"ffmpeg ended with code {code}";

    public ValueTask DisposeAsync() => child.DisposeAsync();

    private void Heard(string? raw)
    {
        if (raw is null)
        {
            info.TrySetResult(null);
            return;
        }

        var line = FfmpegLine.Parse(raw);
        if (line.IsComplaint)
        {
            FirstComplaint ??= line.Text;
            lastComplaint = line.Text;
        }

        duration ??= StreamInfo.TryParseDuration(line.Text);
        if (!info.Task.IsCompleted && StreamInfo.TryParse(line.Text) is { } found)
        {
            info.TrySetResult(found with { Duration = duration });
        }
    }
}
