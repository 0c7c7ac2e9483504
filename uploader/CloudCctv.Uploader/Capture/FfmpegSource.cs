using System.Runtime.CompilerServices;

namespace CloudCctv.Uploader.Capture;

/// <summary>
/// Reads a source once, to its end, through ffmpeg. Whether its pictures pass through untouched (MJPEG) or
/// must be decoded is first guessed from its address and corrected when ffmpeg has seen the stream, so that a camera which serves one
/// client only is not opened twice just to ask.
/// </summary>
internal sealed class FfmpegSource(
    SourceAddress source, FormatGuess guess, CaptureOptions options, FrameTimes times, long firstNumber, TimeProvider clock) : IFrameSource
{
    /// <exception cref="CaptureException">It cannot be opened, or breaks off.</exception>
    public async IAsyncEnumerable<Frame> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ffmpeg = await StartAsync(cancellationToken);
        await using var running = ffmpeg.ConfigureAwait(false);
        var output = new PipeBuffer(ffmpeg.Output);
        IFrameReader reader = guess.Value == FrameFormat.Jpeg ? new MultipartJpegReader(output) : new Y4mReader(output);
        var info = await ffmpeg.Info;
        var recorded = source.IsRecording ? new RecordingTimes(info, new FileInfo(source.Location).Length, options.MaxSpeed, clock) : null;

        var number = firstNumber;
        for (; await NextAsync(reader, cancellationToken) is { } picture; number++)
        {
            yield return new Frame(number, recorded?.Of(number - firstNumber) ?? times.Next(), picture.Format, picture.Data)
            {
                Width = picture.Width,
                Height = picture.Height,
                FullRange = picture.FullRange,
                IsBt709 = IsBt709(info, picture.Height),
            };
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (await ffmpeg.WaitAsync(cancellationToken) is { } complaint)
        {
            throw Unreadable(complaint);
        }

        if (recorded is not null && ffmpeg.FirstComplaint is { } damage)
        {
            // ffmpeg ends well when half a recording is missing; whoever relies on it must hear of it.
            throw Unreadable($"it is damaged; {number - firstNumber} frames could be read ({damage})");
        }
    }

    // Streams that do not say are taken as players take them: HD is BT.709.
    private static bool IsBt709(StreamInfo? info, int height) => info?.Matrix is { } matrix ? matrix == "bt709" : height > 576;

    private async Task<FfmpegProcess> StartAsync(CancellationToken cancellationToken)
    {
        var ffmpeg = FfmpegProcess.Start(source, guess.Value, options, cancellationToken);
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
        return FfmpegProcess.Start(source, guess.Value, options, cancellationToken);
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

    private CaptureException Unreadable(string why) => new($"Cannot read {source}: {source.Redact(why)}");
}
