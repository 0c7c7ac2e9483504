using CloudCctv.Contracts.Batches;
using CloudCctv.Imaging;

namespace CloudCctv.Uploader.Capture.Http;

/// <summary>Asks for one JPEG after the other, at an even pace.</summary>
internal sealed class SnapshotReader(CameraClient camera, HttpResponseMessage first, PipeBuffer firstBody, TimeSpan interval, TimeProvider clock) : IFrameReader
{
    private HttpResponseMessage? opened = first;
    private PipeBuffer? body = firstBody;
    private long askedAt = clock.GetTimestamp();

    public async ValueTask<RawPicture?> ReadAsync(CancellationToken cancellationToken)
    {
        if (opened is null)
        {
            await WaitAsync(cancellationToken);
            opened = await camera.GetAsync(cancellationToken);
            body = new PipeBuffer(await opened.Content.ReadAsStreamAsync(cancellationToken));
        }

        using var answer = opened;
        opened = null;
        var data = await ReadBodyAsync(body!, answer.Content.Headers.ContentLength, cancellationToken)
            ?? throw new InvalidDataException("the camera's picture is cut off");
        return RawPicture.Jpeg(data);
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        if (interval - clock.GetElapsedTime(askedAt) is { Ticks: > 0 } early)
        {
            await Task.Delay(early, clock, cancellationToken);
        }

        askedAt = clock.GetTimestamp();
    }

    private static async ValueTask<PooledBytes?> ReadBodyAsync(PipeBuffer body, long? length, CancellationToken cancellationToken)
    {
        if (length is null)
        {
            return await body.ReadUntilAsync(new JpegEnd(), BatchLimits.Default.MaxFrameBytes, cancellationToken);
        }

        if (length is <= 0 || length > BatchLimits.Default.MaxFrameBytes)
        {
            throw new InvalidDataException("the camera announces a picture of an impossible length");
        }

        var data = PooledBytes.Rent((int)length);
        var whole = false;
        try
        {
            whole = await body.ReadBlockAsync(data.Memory, cancellationToken);
            return whole ? data : null;
        }
        finally
        {
            if (!whole)
            {
                data.Dispose();
            }
        }
    }
}
