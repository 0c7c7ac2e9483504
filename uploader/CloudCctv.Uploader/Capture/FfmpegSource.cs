using System.Runtime.CompilerServices;

namespace CloudCctv.Uploader.Capture;

/// <summary>
/// Reads a source once, to its end, through ffmpeg. Whether the source is MJPEG, whose pictures pass through untouched, or
/// something to decode, is first guessed from its address and corrected when ffmpeg has seen the stream, so that a camera
/// which serves one client only is not opened twice just to ask.
/// </summary>
internal sealed class FfmpegSource(SourceAddress source, FormatGuess guess, bool maxSpeed, long firstNumber, TimeProvider clock) : IFrameSource
{
    private const double FramesPerSecondIfUnknown = 25;

    /// <exception cref="CaptureException">It cannot be opened, or breaks off.</exception>
    public async IAsyncEnumerable<Frame> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ffmpeg = await StartAsync(cancellationToken);
        await using var running = ffmpeg.ConfigureAwait(false);
        IFrameReader reader = guess.Value == FrameFormat.Jpeg ? new MultipartJpegReader(ffmpeg.Output) : new Y4mReader(ffmpeg.Output);
        var start = clock.GetUtcNow();
        var perSecond = (await ffmpeg.Info)?.FramesPerSecond ?? FramesPerSecondIfUnknown;

        for (var number = firstNumber; await NextAsync(reader, cancellationToken) is { } picture; number++)
        {
            // A recording's frames are as far apart as they were when it was made, however fast it is read.
            var time = source.IsRecording ? start + TimeSpan.FromSeconds((number - firstNumber) / perSecond) : clock.GetUtcNow();
            yield return new Frame(number, time, picture.Format, picture.Data) { Width = picture.Width, Height = picture.Height, FullRange = picture.FullRange };
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (await ffmpeg.WaitAsync(cancellationToken) is { } complaint)
        {
            throw Unreadable(complaint);
        }
    }

    private async Task<FfmpegProcess> StartAsync(CancellationToken cancellationToken)
    {
        var ffmpeg = FfmpegProcess.Start(FfmpegArguments.For(source, guess.Value, maxSpeed), cancellationToken);
        try
        {
            if (guess.Confirm(await ffmpeg.Info.WaitAsync(cancellationToken)))
            {
                return ffmpeg;
            }
        }
        catch
        {
            await ffmpeg.DisposeAsync();
            throw;
        }

        await ffmpeg.DisposeAsync();
        return FfmpegProcess.Start(FfmpegArguments.For(source, guess.Value, maxSpeed), cancellationToken);
    }

    private async ValueTask<RawPicture?> NextAsync(IFrameReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            throw Unreadable(exception.Message);
        }
    }

    private CaptureException Unreadable(string why) => new($"Cannot read {source}: {why.Replace(source.Location, source.ToString(), StringComparison.Ordinal)}");
}
