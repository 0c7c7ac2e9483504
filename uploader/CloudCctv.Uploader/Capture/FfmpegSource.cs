using System.Runtime.CompilerServices;
using CloudCctv.Uploader.Capture.Packets;

namespace CloudCctv.Uploader.Capture;

/// <summary>
/// Reads a source once, to its end, through ffmpeg. Whether its pictures pass through untouched (MJPEG), are decoded in small with
/// their packets beside them, or must be decoded in full as they come, is first guessed from its address and corrected when ffmpeg
/// has seen the stream, so that a camera which serves one client only is not opened twice just to ask.
/// </summary>
internal sealed class FfmpegSource(
    SourceAddress source, FormatGuess guess, CaptureOptions options, FrameTimes times, long firstNumber, TimeProvider clock, PacketUse? packets)
    : IFrameSource
{
    private RecordingTimes? recorded;
    private bool again;

    /// <exception cref="CaptureException">It cannot be opened, or breaks off.</exception>
    public async IAsyncEnumerable<Frame> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var next = firstNumber;
        do
        {
            again = false;
            await foreach (var frame in ReadOnceAsync(next, cancellationToken))
            {
                next = frame.Number + 1;
                yield return frame;
            }
        }
        while (again);
    }

    private async IAsyncEnumerable<Frame> ReadOnceAsync(long next, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ffmpeg = await StartAsync(cancellationToken);
        await using var running = ffmpeg.ConfigureAwait(false);
        var reader = Reader(new PipeBuffer(ffmpeg.Output));
        await using var closing = reader as IAsyncDisposable;
        var info = await ffmpeg.Info;
        recorded ??= source.IsRecording ? new RecordingTimes(info, new FileInfo(source.Location).Length, options.MaxSpeed, clock) : null;

        // A recording that is read again begins where it began, not where it was left.
        var number = recorded is null ? next : firstNumber;
        for (; await NextAsync(reader, cancellationToken) is { } picture; number++)
        {
            var frame = Frame(number, picture, info);
            if (number >= next)
            {
                yield return frame;
            }
            else
            {
                frame.Dispose();
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (again)
        {
            yield break;
        }

        if (await ffmpeg.WaitAsync(cancellationToken) is { } complaint)
        {
            if (info is not null && number == firstNumber && guess.Value == FrameFormat.Packet)
            {
                // Seen, and not one picture read: perhaps its packets cannot be copied.
                Refuse(complaint);
                yield break;
            }

            throw Unreadable(complaint);
        }

        if (recorded is not null && ffmpeg.FirstComplaint is { } damage)
        {
            // ffmpeg ends well when half a recording is missing; whoever relies on it must hear of it.
            throw Unreadable($"it is damaged; {number - firstNumber} frames could be read ({damage})");
        }
    }

    private IFrameReader Reader(PipeBuffer output) => guess.Value switch
    {
        FrameFormat.Jpeg => new MultipartJpegReader(output),
        FrameFormat.Packet => new PacketReader(output, packets!, clock),
        _ => new Y4mReader(output),
    };

    private Frame Frame(long number, RawPicture picture, StreamInfo? info) =>
        new(number, recorded?.Of(number - firstNumber) ?? times.Next(), picture.Format, picture.Data)
        {
            Width = picture.Width,
            Height = picture.Height,
            FullRange = picture.FullRange,
            IsBt709 = IsBt709(info, picture.Height),
            Later = picture.Later,
        };

    private void Refuse(string reason)
    {
        guess.RefusePackets();
        packets!.Logger.PacketsRefused(packets.Camera, source.Redact(reason));
        again = true;
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
        catch (PacketsUnsuitableException exception)
        {
            Refuse(exception.Message);
            return null;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            throw Unreadable(exception.Message);
        }
    }

    private CaptureException Unreadable(string why) => new($"Cannot read {source}: {source.Redact(why)}");
}
