using System.Runtime.CompilerServices;

namespace CloudCctv.Uploader.Capture.Http;

/// <summary>What a camera was seen to serve, remembered over its restarts, so that it is asked twice once at most.</summary>
internal sealed class HttpMemory
{
    public bool IsVideo { get; set; }
}

/// <summary>
/// Reads a camera over HTTP once, to the end of its stream: MJPEG and snapshots by ourselves, which costs next to nothing,
/// and everything else through ffmpeg.
/// </summary>
internal sealed class HttpSource(SourceAddress source, CaptureOptions options, HttpMemory memory, IFrameSource throughFfmpeg, FrameTimes times, long firstNumber, TimeProvider clock)
    : IFrameSource
{
    /// <exception cref="CaptureException">It cannot be opened, or breaks off.</exception>
    public async IAsyncEnumerable<Frame> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!memory.IsVideo)
        {
            using var camera = new CameraClient(source, options.AcceptAnyCertificate);
            using var answer = await camera.GetAsync(cancellationToken);
            if (await OpenAsync(camera, answer, cancellationToken) is { } reader)
            {
                for (var number = firstNumber; await NextAsync(camera, reader, cancellationToken) is { } picture; number++)
                {
                    yield return new Frame(number, times.Next(picture.Time), picture.Format, picture.Data);
                }

                yield break;
            }
        }

        await foreach (var frame in throughFfmpeg.ReadAsync(cancellationToken))
        {
            memory.IsVideo = true;
            yield return frame;
        }
    }

    /// <returns>Null if it is for ffmpeg.</returns>
    private async Task<IFrameReader?> OpenAsync(CameraClient camera, HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        try
        {
            var body = new PipeBuffer(await answer.Content.ReadAsStreamAsync(cancellationToken));
            var type = answer.Content.Headers.ContentType;
            return HttpAnswer.KindOf(type?.MediaType, (await body.PeekAsync(4, cancellationToken)).Span) switch
            {
                HttpContentKind.Multipart => new MultipartJpegReader(body, HttpAnswer.BoundaryOf(type)),
                HttpContentKind.Snapshot => new SnapshotReader(camera, answer, body, TimeSpan.FromSeconds(1 / options.SnapshotFramesPerSecond), clock),
                _ => null,
            };
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or HttpRequestException)
        {
            throw camera.Unreadable(exception.Message);
        }
    }

    private static async ValueTask<RawPicture?> NextAsync(CameraClient camera, IFrameReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or HttpRequestException)
        {
            throw camera.Unreadable(exception.Message);
        }
    }
}
