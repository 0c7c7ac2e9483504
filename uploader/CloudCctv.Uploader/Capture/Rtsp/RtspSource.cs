using System.Runtime.CompilerServices;
using System.Text;
using CloudCctv.Imaging;
using CloudCctv.Uploader.Decoder;

namespace CloudCctv.Uploader.Capture.Rtsp;

/// <summary>
/// Reads an RTSP camera once, to the end of its stream, through a child that decodes and holds the pictures; and through ffmpeg what
/// that cannot read.
/// </summary>
internal sealed class RtspSource(
    SourceAddress source, CaptureOptions options, RtspMemory memory, IFrameSource throughFfmpeg, FrameTimes times, long firstNumber, TimeProvider clock, CameraVoice? voice)
    : IFrameSource
{
    private string? ending;

    /// <exception cref="CaptureException">It cannot be opened, or breaks off.</exception>
    public async IAsyncEnumerable<Frame> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!memory.IsForFfmpeg)
        {
            var any = false;
            await foreach (var frame in DecodeAsync(cancellationToken))
            {
                any = true;
                yield return frame;
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (ending is not null)
            {
                throw new CaptureException($"Cannot read {source}: {source.Redact(ending)}");
            }

            if (any || !memory.IsForFfmpeg)
            {
                yield break;
            }
        }

        await foreach (var frame in throughFfmpeg.ReadAsync(cancellationToken))
        {
            yield return frame;
        }
    }

    private async IAsyncEnumerable<Frame> DecodeAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var link = new PictureLink(Request(), clock);
        await using var asking = cancellationToken.Register(link.AskToEnd);
        try
        {
            for (var number = firstNumber; await NextAsync(link) is { } next; number++)
            {
                yield return Frame(number, next.Message, next.Luma, link.Hold(next.Message));
            }
        }
        finally
        {
            // What is in hand when a camera is lost matters most, and the decoder ends here.
            foreach (var picture in link.Held)
            {
                picture.Keep();
            }
        }
    }

    private DecoderRequest Request() => new(source.Location,
    [
        ("protocol_whitelist", "rtsp,rtp,udp,tcp,tls"),
        ("fflags", "nobuffer"),
        .. options.RtspTransport switch
        {
            RtspTransport.Tcp => [("rtsp_transport", "tcp")],
            RtspTransport.Udp => [("rtsp_transport", "udp")],
            _ => Array.Empty<(string, string)>(),
        },
    ]);

    /// <returns>Null when no more pictures come.</returns>
    private async ValueTask<(DecoderMessage Message, PooledBytes Luma)?> NextAsync(PictureLink link)
    {
        try
        {
            if (await link.NextAsync() is not { } said)
            {
                Crashed();
                return null;
            }

            if (said.Message.Kind == DecoderMessageKind.Picture)
            {
                return said;
            }

            using var content = said.Content;
            Ended(said.Message.Kind, Encoding.UTF8.GetString(content.Span), link.Complaint);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            ending = exception.Message;
        }

        return null;
    }

    private void Crashed()
    {
        ending = "its decoder ended unexpectedly";
        if (memory.Crashed())
        {
            voice?.DecoderRefused("its decoder has ended unexpectedly too often");
        }
    }

    private void Ended(DecoderMessageKind kind, string reason, string? complaint)
    {
        memory.EndedWell();
        if (kind == DecoderMessageKind.Unsuitable)
        {
            memory.Refuse();
            voice?.DecoderRefused(source.Redact(reason));
        }
        else
        {
            ending = reason.Length > 0 ? complaint ?? reason : null;
        }
    }

    private Frame Frame(long number, DecoderMessage told, PooledBytes luma, LaterPicture later) => new(number, times.Next(), FrameFormat.Luma, luma)
    {
        Width = told.Width,
        Height = told.Height,
        FullRange = told.FullRange,
        IsBt709 = told.IsBt709,
        Later = later,
    };
}
